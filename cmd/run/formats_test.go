package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// Every format holds the same records, in order, and a finished run of it is
// known as such by all its files.
func TestEveryFormat(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	rows := good(server, 36, testweb.Picture{Width: 64, Height: 64})
	rows[3].row.Box = nil
	rows[20] = expect(server, 0, testweb.Picture{ID: 20, Fault: "404"})
	input := writeDataset(t, rows)
	var want []shards.Record
	for _, format := range shards.Formats() {
		for _, encoding := range shards.Encodings(format) {
			t.Run(format+"/"+encoding, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "out")
				args := flags(impatient, "--input="+input, "--output="+dir, "--shard_rows=10", "--output_format="+format, "--image_encoding="+encoding)
				mustRun(t, args...)
				got := readRecords(t, dir, format, encoding)
				if want == nil {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" || len(got) != 34 {
					t.Errorf("%d records (-want +got):\n%s", len(got), diff)
				}
				if left := leftovers(t, dir); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				server.Reset()
				mustRun(t, args...)
				if n := server.Stats().Requests; n > 0 {
					t.Errorf("the finished run asked for %d pictures again", n)
				}
			})
		}
	}
}

// readRecords reads the data files of an output folder.
func readRecords(t *testing.T, dir, format, encoding string) []shards.Record {
	t.Helper()
	var records []shards.Record
	for _, name := range glob(t, dir, "data/part-*."+shards.Extension(format)) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		reader, err := shards.NewReader(bytes.NewReader(data), int64(len(data)), format, shards.Schema{ImageEncoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		for {
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			checkCrop(t, outRow{
				ID: record.ID, Box: record.Box[:], Image: base64.StdEncoding.EncodeToString(record.Image),
				Width: int32(record.Width), Height: int32(record.Height), Format: record.Format,
			})
			records = append(records, *record)
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return records
}
