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
	for _, of := range []reflect.Type{reflect.TypeFor[workplan.File](), reflect.TypeFor[workplan.Inspected](), reflect.TypeFor[workplan.Shard]()} {
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
