package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Pictures that are not those of the dataset's hashes fail; a column of hashes
// that is not there is a mistake that leaves nothing behind.
func TestVerifyHashEndToEnd(t *testing.T) {
	type row struct {
		URL    string  `parquet:"url"`
		Box    string  `parquet:"box"`
		SHA256 *string `parquet:"sha256,optional"`
	}
	server := startWeb(t, testweb.Options{})
	rows := make([]row, 12)
	for i := range rows {
		o := expect(server, 0, testweb.Picture{ID: uint64(i), Width: 160, Height: 120})
		rows[i] = row{URL: o.row.URL, Box: *o.row.Box, SHA256: ptr(servedHash(t, o.row.URL))}
	}
	right := *rows[5].SHA256
	rows[2].SHA256 = rows[3].SHA256
	rows[4].SHA256 = nil
	rows[5].SHA256 = ptr(strings.ToUpper(right))
	rows[6].SHA256 = ptr("none")
	dir := t.TempDir()
	input := filepath.Join(dir, "in.parquet")
	if err := parquet.WriteFile(input, rows); err != nil {
		t.Fatal(err)
	}
	args := flags(impatient, "--preset=", "--input="+input, "--shard_rows=5")

	server.Reset()
	folder := filepath.Join(dir, "mistaken")
	wantMistake(t, beamcrop(t, flags(args, "--output="+folder, "--verify_hash=md5")...), `"md5"`, "sha256")
	if entries, err := os.ReadDir(folder); err == nil {
		t.Errorf("the mistake left %v", entries)
	}
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("the mistake cost %d requests", n)
	}

	folder = filepath.Join(dir, "out")
	mustRun(t, flags(args, "--output="+folder, "--verify_hash=sha256")...)
	out := readOutput(t, folder)
	want := map[string]string{"in.parquet#2": "hash_mismatch", "in.parquet#4": "invalid_row", "in.parquet#6": "invalid_row"}
	if diff := cmp.Diff(want, out.reasons); diff != "" || len(out.rows) != 9 {
		t.Errorf("%d rows, and %s", len(out.rows), diff)
	}
	if got := out.rows["in.parquet#5"]; got.SHA256 != right {
		t.Errorf("a hash in capitals came out as %q, want %q", got.SHA256, right)
	}
	if n := server.Stats().Requests; n != 10 { // rows whose hash cannot be read are not asked for
		t.Errorf("%d requests, want 10", n)
	}
}

// servedHash is the hash of what a link gives.
func servedHash(t *testing.T, link string) string {
	t.Helper()
	body, err := testweb.Get(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
