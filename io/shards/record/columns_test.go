package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
)

func namesOf(names ...string) Schema {
	var s Schema
	for _, name := range names {
		s.Kept = append(s.Kept, rows.KeptColumn{Name: name, Node: parquet.String()})
	}
	return s
}

func TestKeptNames(t *testing.T) {
	for _, c := range []struct {
		name       string
		kept, want []string
	}{
		{"free", []string{"score", "tags"}, []string{"score", "tags"}},
		{"ours", []string{"url", "caption"}, []string{"source_url", "source_caption"}},
		{"case is folded", []string{"URL", "Image"}, []string{"source_URL", "source_Image"}},
		{"kept twice", []string{"a", "A", "a"}, []string{"a", "source_A", "source_source_a"}},
		{"prefix is taken", []string{"source_url", "url"}, []string{"source_url", "source_source_url"}},
		{"a column keeps its own name", []string{"url", "source_url"}, []string{"source_source_url", "source_url"}},
		{"beyond ASCII", []string{"É", "é"}, []string{"É", "source_é"}},
		{"width becomes a name of ours", []string{"WIDTH", "source_format"}, []string{"source_source_WIDTH", "source_source_format"}},
		{"free beside failures only", []string{"reason"}, []string{"reason"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := namesOf(c.kept...)
			got := append(s.Columns(), KeptNames(s.Kept, s.Columns())...)
			want := append([]string{"id", "url", "box", "caption", "image", "width", "height", "format", "sha256", "source_width", "source_height", "source_format"}, c.want...)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
