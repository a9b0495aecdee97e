package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// published is a link in the small files that have the schemas of published
// datasets; its number is the row's.
var published = regexp.MustCompile(`https://pictures\.example/(\d+)\.jpg`)

// relinked returns such a file with the links in its column url leading to
// pictures of the test server, and all else as it was.
func relinked(t *testing.T, server *testweb.Server, name, url string, p testweb.Picture) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "pipeline", "testdata", "datasets", name))
	if err != nil {
		t.Fatal(err)
	}
	relink := func(cell string) string {
		return published.ReplaceAllStringFunc(cell, func(link string) string {
			number, err := strconv.ParseUint(published.FindStringSubmatch(link)[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			p.ID = number
			return server.URL(0, p)
		})
	}
	if !strings.HasSuffix(name, ".parquet") {
		return []byte(relink(string(data)))
	}
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	column, found := file.Schema().Lookup(url)
	if !found {
		t.Fatalf("%s has no column %q", name, url)
	}
	var to bytes.Buffer
	w := parquet.NewGenericWriter[any](&to, file.Schema())
	for _, row := range allRows(t, file) {
		for i, v := range row {
			if v.Column() == column.ColumnIndex && !v.IsNull() {
				row[i] = parquet.ValueOf(relink(v.String())).Level(v.RepetitionLevel(), v.DefinitionLevel(), v.Column())
			}
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// allRows reads a small file as it is.
func allRows(t *testing.T, file *parquet.File) []parquet.Row {
	t.Helper()
	var all []parquet.Row
	for _, group := range file.RowGroups() {
		rows := group.Rows()
		for done := false; !done; {
			buffer := make([]parquet.Row, 64)
			n, err := rows.ReadRows(buffer)
			if err != nil && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			for _, row := range buffer[:n] {
				all = append(all, row.Clone())
			}
			done = n == 0 || err != nil
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
