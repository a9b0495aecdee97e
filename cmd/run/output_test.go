package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"image/jpeg"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// outRow is what a data file's row holds of ours.
type outRow struct {
	ID      string    `parquet:"id" json:"id"`
	URL     string    `parquet:"url" json:"url"`
	Box     []float64 `parquet:"box,list" json:"box"`
	Caption string    `parquet:"caption,optional" json:"caption"`
	Image   string    `parquet:"image" json:"image"`
	Width   int32     `parquet:"width" json:"width"`
	Height  int32     `parquet:"height" json:"height"`
	Format  string    `parquet:"format" json:"format"`
	SHA256  string    `parquet:"sha256" json:"sha256"`
	KeptID  string    `parquet:"_id" json:"_id"`
}

// output is a finished output folder, read back.
type output struct {
	rows    map[string]outRow // by id
	reasons map[string]string // of failed rows, by id
	order   []string          // ids of the data files' rows, in order
	summary summarize.Summary
}

func readOutput(t *testing.T, dir string) output {
	t.Helper()
	out := output{rows: map[string]outRow{}, reasons: map[string]string{}}
	for _, name := range glob(t, dir, "data/part-*.parquet") {
		rows, err := parquet.ReadFile[outRow](name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out.add(t, rows...)
	}
	for _, name := range glob(t, dir, "data/part-*.jsonl") {
		eachLine(t, name, func(row outRow) { out.add(t, row) })
	}
	for _, name := range glob(t, dir, "failures/*.jsonl") {
		eachLine(t, name, func(f struct{ ID, Reason string }) {
			if _, twice := out.reasons[f.ID]; twice {
				t.Errorf("row %s failed twice", f.ID)
			}
			out.reasons[f.ID] = f.Reason
		})
	}
	readJSON(t, filepath.Join(dir, shards.SummaryName), &out.summary)
	return out
}

func (out *output) add(t *testing.T, rows ...outRow) {
	t.Helper()
	for _, row := range rows {
		if _, twice := out.rows[row.ID]; twice {
			t.Errorf("row %s was written twice", row.ID)
		}
		out.rows[row.ID] = row
		out.order = append(out.order, row.ID)
	}
}

// checkCrop decodes a row's picture.
func checkCrop(t *testing.T, row outRow) {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(row.Image)
	if err != nil {
		t.Fatalf("row %s: %v", row.ID, err)
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("row %s: %v", row.ID, err)
	}
	size := picture.Bounds()
	if size.Dx() != int(row.Width) || size.Dy() != int(row.Height) || row.Format != "jpeg" {
		t.Errorf("row %s: a %v crop is said to be %s of %dx%d", row.ID, size, row.Format, row.Width, row.Height)
	}
	if w, h := touched(row.Box[0], row.Box[2]), touched(row.Box[1], row.Box[3]); w != size.Dx() || h != size.Dy() {
		t.Errorf("row %s: box %v gave a crop of %v", row.ID, row.Box, size)
	}
}

// touched is how many pixels lie between two edges, in part or whole.
func touched(from, to float64) int {
	const on = 1e-6 // nearer to a pixel's edge is on it
	return int(math.Ceil(to-on) - math.Floor(from+on))
}

// dataHashes returns the SHA-256 of every data file, by name.
func dataHashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	hashes := map[string]string{}
	for _, pattern := range []string{"data/part-*.parquet", "data/part-*.jsonl", "data/part-*.tar", "data/part-*.tfrecord"} {
		for _, name := range glob(t, dir, pattern) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(data)
			hashes[filepath.Base(name)] = hex.EncodeToString(sum[:])
		}
	}
	if len(hashes) == 0 {
		t.Fatalf("no data files in %s", dir)
	}
	return hashes
}

func mustEqualData(t *testing.T, want map[string]string, dir string) {
	t.Helper()
	if got := dataHashes(t, dir); !maps.Equal(want, got) {
		t.Errorf("the data files differ:\nwant %v\ngot  %v", want, got)
	}
}

// checkCommitted makes sure that whatever stands under a final name is whole:
// every data file can be read to its end, every sidecar's files are as it says.
func checkCommitted(t *testing.T, dir string) (complete []shards.Sidecar) {
	t.Helper()
	for _, name := range glob(t, dir, "data/part-*.parquet") {
		if _, err := parquet.ReadFile[outRow](name); err != nil {
			t.Errorf("a partial file stands under a final name: %s: %v", name, err)
		}
	}
	for _, name := range glob(t, dir, "_beamcrop/part-*.json") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		side, err := shards.DecodeSidecar(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, entry := range side.Files() {
			data, err := os.ReadFile(filepath.Join(dir, entry.Name))
			if err != nil {
				t.Errorf("%s names a file that is not there: %v", name, err)
				continue
			}
			if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != entry.SHA256 {
				t.Errorf("%s is not what its sidecar says", entry.Name)
			}
		}
		complete = append(complete, side)
	}
	return complete
}

func glob(t *testing.T, dir, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func eachLine[T any](t *testing.T, name string, do func(T)) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatalf("%s: %v in %.80s", name, err, lines.Text())
		}
		do(v)
	}
}

func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// leftovers lists files in an output folder that no finished run may leave.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if !shards.IsOutput(strings.ReplaceAll(name, string(filepath.Separator), "/")) {
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
