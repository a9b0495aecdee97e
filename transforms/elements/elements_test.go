package elements

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/coder"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/typex"
	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

func TestRoundTrip(t *testing.T) {
	file := workplan.File{URI: "/data/ü.parquet", Name: "ü.parquet", Size: 1 << 40, Version: "v1", Format: rows.FormatTSV, Constants: []table.Constant{{Name: "lang", Type: table.TypeString, Null: true}}}
	index := table.Index{Chunks: []table.Chunk{{RowGroup: 1, Dictionary: table.Page{Offset: 4, Size: 9}, Pages: []table.Page{{Offset: 13, Rows: 5, Continued: true}}}},
		Blocks: []table.Block{{Offset: 1 << 40, Size: 65_000, First: 300, Rows: 200}}, Fields: []table.Field{{Name: "größe", Type: "int64"}}}
	for name, v := range map[string]any{
		"file":      file,
		"inspected": workplan.Inspected{File: file, Info: table.Info{Rows: 7}},
		"matched":   workplan.Inspected{File: file, Matched: workplan.Matched{Filtered: true, Rows: table.Selection{Count: 2, Deltas: []byte{9}}, Unclear: 3, Why: "row 4"}},
		"shard": workplan.Shard{Number: 3, Of: 7, Segments: []workplan.Segment{
			{File: file, Rows: table.Selection{First: 1, Count: 2}}, // nil slices: see the package's comment
			{File: file, Rows: table.Selection{First: 1, Count: 2, Deltas: []byte{1, 200}}, Index: index},
		}},
		"sidecar": shards.Sidecar{Fingerprint: "f", Shard: 3, Shards: 7, Beside: []shards.FileEntry{{Name: "index", Size: 1}}, Report: shards.Report{Rows: 9}},
		"details": shards.Sidecar{Shard: 3, Report: shards.Report{Details: shards.Details{
			LatencyMS: stats.Histogram{First: 3, Counts: []int64{1, 0, 2}},
			Finished:  stats.Timeline{Start: 8, Step: 4, Written: []int64{1}, Failed: []int64{0}},
			Crops:     []shards.CropExample{{ID: "a#1", Caption: "ü"}, {ID: "a#2", Box: []float64{1, 2, 3, 4.5}}},
			Failures:  map[string][]shards.FailureExample{"dns": {{ID: "a#3", Attempts: 2}}},
		}}},
	} {
		t.Run(name, func(t *testing.T) {
			var wire bytes.Buffer
			if err := beam.NewElementEncoder(reflect.TypeOf(v)).Encode(v, &wire); err != nil {
				t.Fatal(err)
			}
			got, err := beam.NewElementDecoder(reflect.TypeOf(v)).Decode(&wire)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(v, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// Runners in Java must not look into elements.
func TestRunnersPassElementsOnUntouched(t *testing.T) {
	for _, of := range []reflect.Type{reflect.TypeFor[workplan.File](), reflect.TypeFor[workplan.Inspected](), reflect.TypeFor[workplan.Shard](), reflect.TypeFor[shards.Sidecar]()} {
		custom := coder.LookupCustomCoder(of)
		if custom == nil || !strings.Contains(custom.String(), of.String()) {
			t.Errorf("%v has the coder %v", of, custom)
		}
		if c := beam.NewCoder(typex.New(of)); strings.HasPrefix(c.String(), "R") {
			t.Errorf("%v travels as a row: %v", of, c)
		}
	}
}

func TestBrokenBytes(t *testing.T) {
	if _, err := decodeShard([]byte{3, 0}); err == nil || !strings.Contains(err.Error(), "decoding a workplan.Shard") {
		t.Errorf("broken bytes: %v", err)
	}
}
