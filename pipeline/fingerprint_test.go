package pipeline

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

var updateFingerprints = flag.Bool("update_fingerprints", false, "write testdata/fingerprints.json anew: output folders that exist can then not be resumed")

// planned returns the manifest that a run with these flags has, of an input with
// the columns url, box, caption and alt.
func planned(t *testing.T, args ...string) shards.Manifest {
	t.Helper()
	o := Defaults()
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	o.Flags(fs)
	if err := fs.Parse(args); err != nil {
		t.Fatal(err)
	}
	columns, err := o.Columns(o.text(), texts([]string{"url", "box", "caption", "alt"}), emptyCells{})
	if err != nil {
		t.Fatal(err)
	}
	boxed, err := o.askBoxes(columns)
	if err != nil {
		t.Fatal(err)
	}
	input := workplan.File{URI: "/data/a.parquet", Name: "a.parquet", Format: "parquet", Size: 7, Version: "v1"}
	m, err := o.manifest([]workplan.File{input}, columns, boxed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Output folders that exist can be resumed: their fingerprints stay what they are.
func TestFingerprintsOfExistingFolders(t *testing.T) {
	golden := filepath.Join("testdata", "fingerprints.json")
	runs := map[string][]string{
		"defaults": nil,
		"crop":     {"--margin=0.25", "--square", "--resize=224x112", "--resize_mode=fill", "--min_size=16", "--encode=png", "--quality=80"},
		"padded":   {"--resize=64x64", "--resize_mode=pad", "--resize_only_if_bigger"},
		"coloured": {"--resize=64x64", "--resize_mode=pad", "--pad_color=#102030", "--exif=ignore"},
		"margin":   {"--margin=1"},
		"text":     {"--header=no", "--delimiter=tab", "--encoding=latin1", "--keep=alt,caption", "--captions=longest"},
		"columns":  {"--url_column=alt", "--box_column=x1,y1,x2,y2", "--box_format=xywh", "--box_units=permille", "--box_size_columns=width,height", "--caption_column=none", "--verify_hash=md5"},
		"sample":   {"--where=alt != nil", "--sample=2.5%", "--seed=7"},
		"network":  {"--max_bytes=1000", "--max_redirects=1", "--allow_private", "--allow_weak_tls", "--allowed_ports=80,443", "--respect_opt_out=false", "--respect_robots", "--max_pixels=999"},
		"output":   {"--output_format=webdataset", "--shard_rows=10", "--id_prefix=jan-"},
		"binary":   {"--image_encoding=binary"},
		"patience": {"--timeout=1s", "--retries=0", "--user_agent=me", "--concurrency=3"},
	}
	got := map[string]shards.Manifest{}
	for name, args := range runs {
		manifest := planned(t, args...)
		manifest.Inputs = nil // they came later, and are no part of the plan
		got[name] = manifest
	}
	if *updateFingerprints {
		data, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, append(data, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]shards.Manifest
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("existing output folders could not be resumed (-golden +now):\n%s", diff)
	}
}

func texts(names []string) []rows.Column {
	var columns []rows.Column
	for _, name := range names {
		columns = append(columns, rows.Column{Name: name, Type: "string"})
	}
	return columns
}

// emptyCells is a mapping.Looker that sees nothing.
type emptyCells struct{}

func (emptyCells) Links(string) (bool, error)    { return false, nil }
func (emptyCells) Captions(string) (bool, error) { return false, nil }
func (emptyCells) Boxes(string) (bool, error)    { return false, nil }
func (emptyCells) Four([]string) (bool, error)   { return false, nil }
