package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The same rows give the same data, whatever format they come in.
func TestSameDataFromEveryFormat(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	want := good(server, 24, testweb.Picture{Width: 64, Height: 64})
	for i := range want {
		want[i].row.Caption = []string{fmt.Sprintf("\"caption\" %d, größe", i)}
	}
	want[7].row.URL = "UNKNOWN, " + want[7].row.URL
	want[9].row.Box, want[9].reason = ptr("[1, 2"), "invalid_row"
	var table [][]string
	for _, w := range want {
		table = append(table, []string{w.row.ID, w.row.URL, *w.row.Box, w.row.Caption[0]})
	}
	names := []string{"_id", "url", "box", "caption"}
	columns := []string{"--url_column=column2", "--box_column=column3", "--caption_column=column4"}
	dir := t.TempDir()

	reference := ""
	for _, c := range []struct {
		name string
		data []byte
		args []string
	}{
		{"faces.parquet", asParquet(t, want), nil},
		{"faces.csv.gz", gzipped(t, asCSV(t, names, table)), nil},
		{"faces.tsv", asTSV(table), columns},
		{"faces", zstandard(t, asJSONL(t, want)), nil}, // known by its content
	} {
		t.Run(c.name, func(t *testing.T) {
			input := filepath.Join(dir, c.name)
			if err := os.WriteFile(input, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "out")
			mustRun(t, append([]string{
				"--allow_private", "--progress=off", "--input=" + input, "--output=" + out,
				"--keep=none", "--output_format=jsonl", "--shard_rows=10",
			}, c.args...)...)
			data := ""
			for _, name := range glob(t, out, "data/part-*.jsonl") {
				shard, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				data += string(shard)
			}
			data = strings.ReplaceAll(data, `"`+c.name+`#`, `"faces.parquet#`)
			if reference == "" {
				reference = data
			}
			if data != reference || strings.Count(data, "\n") != 23 {
				t.Errorf("the data differ from those of Parquet:\n%.300s\n%.300s", data, reference)
			}
			got := readOutput(t, out)
			if s := got.summary; s.Written+s.Failed != 24 || int(s.Written) != len(got.rows) {
				t.Errorf("the summary says %d + %d", s.Written, s.Failed)
			}
		})
	}
}

// Rows that cannot be read fail by themselves; files of JSON Lines that differ
// in what they hold give one table.
func TestFilesOfText(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	links := make([]string, 4)
	for i, w := range good(server, 4, testweb.Picture{Width: 64, Height: 64}) {
		links[i] = w.row.URL
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.jsonl":   fmt.Sprintf("{\"url\": %q, \"n\": 1}\n{\"url\": \n{\"url\": %q, \"n\": 2, \"tag\": [1]}\n", links[0], links[1]),
		"b.ndjson":  fmt.Sprintf("{\"url\": [\"UNKNOWN\", %q], \"n\": 0.5}\n{\"url\": %q}\n", links[2], links[3]),
		"info.json": "{}",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	mustRun(t, "--allow_private", "--progress=off", "--input="+dir, "--output="+out, "--shard_rows=3")
	type row struct {
		ID  string   `parquet:"id"`
		N   *float64 `parquet:"n,optional"`
		Tag *string  `parquet:"tag,optional"`
	}
	got := map[string]string{}
	for _, name := range glob(t, out, "data/part-*.parquet") {
		rows, err := parquet.ReadFile[row](name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			kept, err := json.Marshal([]any{r.N, r.Tag})
			if err != nil {
				t.Fatal(err)
			}
			got[r.ID] = string(kept)
		}
	}
	want := map[string]string{"a.jsonl#0": `[1,null]`, "a.jsonl#2": `[2,"[1]"]`, "b.ndjson#0": `[0.5,null]`, "b.ndjson#1": `[null,null]`}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if reasons := readOutput(t, out).reasons; len(reasons) != 1 || reasons["a.jsonl#1"] != "invalid_row" {
		t.Errorf("failed: %v", reasons)
	}
}

func asParquet(t *testing.T, rows []outcome) []byte {
	t.Helper()
	var b bytes.Buffer
	faces := make([]facecaption.Row, len(rows))
	for i, r := range rows {
		faces[i] = r.row
	}
	if err := parquet.Write(&b, faces); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asCSV(t *testing.T, names []string, table [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{names}, table...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asTSV writes no header and quotes nothing, as CC12M.
func asTSV(table [][]string) []byte {
	var b bytes.Buffer
	for _, fields := range table {
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.Bytes()
}

// asJSONL writes boxes as lists, where they are any.
func asJSONL(t *testing.T, rows []outcome) []byte {
	t.Helper()
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	for _, r := range rows {
		var box any = *r.row.Box
		if json.Valid([]byte(*r.row.Box)) {
			box = json.RawMessage(*r.row.Box)
		}
		if err := w.Encode(map[string]any{"_id": r.row.ID, "url": r.row.URL, "box": box, "caption": r.row.Caption}); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	packInto(t, gzip.NewWriter(&b), data)
	return b.Bytes()
}

func zstandard(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	packInto(t, w, data)
	return b.Bytes()
}

func packInto(t *testing.T, w io.WriteCloser, data []byte) {
	t.Helper()
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
