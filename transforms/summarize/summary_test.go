package summarize

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/report"
	"github.com/beamcrop/beamcrop/transforms/report/repeats"
)

var update = flag.Bool("update", false, "write the golden files anew")

func side(shard, of int, written, failed int64) shards.Sidecar {
	s := shards.Sidecar{
		Fingerprint: "f", Shard: shard, Shards: of,
		Data:   shards.FileEntry{Name: shards.DataName(shard, of, "parquet"), Size: 100, SHA256: strings.Repeat("0", 64)},
		Report: shards.Report{Shard: shard, Sampled: written + failed, Rows: written + failed, Written: written, Failed: failed, BytesWritten: 100, Attempts: 12, SharedDownloads: 1},
	}
	s.Report.Hosts = []shards.HostReport{{Host: "a.example", Rows: written}}
	if failed > 0 {
		s.Report.Hosts = append(s.Report.Hosts, shards.HostReport{Host: "b.example", Rows: failed, Failed: failed, Reason: "dns", ReasonRows: failed})
		s.Failures = &shards.FileEntry{Name: shards.FailuresName(shard, of), Size: 10, SHA256: strings.Repeat("1", 64)}
		s.Report.Reasons = map[string]int64{"dns": failed}
	}
	return s
}

// summarized adds up sidecars.
func summarized(sides []shards.Sidecar) (Summary, error) {
	total := whole{of: len(sides)}
	for _, s := range sides {
		if err := total.next(s); err != nil {
			return Summary{}, err
		}
	}
	return total.summary("f"), nil
}

func TestSummarize(t *testing.T) {
	got, err := summarized([]shards.Sidecar{side(0, 2, 8, 2), side(1, 2, 5, 0)})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{Fingerprint: "f", Shards: 2, Sampled: 15, Rows: 15, Written: 13, Failed: 2, SuccessRate: 13.0 / 15, Reasons: map[string]int64{"dns": 2}, BytesWritten: 200, Attempts: 24, SharedDownloads: 2}
	down := shards.HostReport{Host: "b.example", Rows: 2, Failed: 2, Reason: "dns", ReasonRows: 2}
	want.Hosts = Hosts{MostRows: []shards.HostReport{{Host: "a.example", Rows: 13}, down}, MostFailed: []shards.HostReport{down}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Links that several shards have are counted over all of them.
func TestSummarizeRepeats(t *testing.T) {
	sides := []shards.Sidecar{side(0, 3, 2, 0), side(1, 3, 2, 0), side(2, 3, 1, 0)}
	for i, links := range [][]string{{"a", "b"}, {"b", "c"}, {"b"}} {
		sides[i].Report.Links = repeats.Sketch(slices.Values(links))
	}
	got, err := summarized(sides)
	if err != nil || got.RepeatedDownloads != 2 {
		t.Errorf("%d repeated downloads and %v, want 2", got.RepeatedDownloads, err)
	}
}

// Quantiles are of all shards together.
func TestSummarizeQuantiles(t *testing.T) {
	sides := []shards.Sidecar{side(0, 2, 8, 0), side(1, 2, 8, 0)}
	for i := range sides {
		d := &sides[i].Report.Details
		for range 50 {
			d.LatencyMS.Add(int64(2 + 4*i))
			d.SourceBytes.Add(7)
		}
	}
	got, err := summarized(sides)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*Quantiles{{2, 6, 6}, {7, 7, 7}}, []*Quantiles{got.LatencyMS, got.SourceBytes}); diff != "" {
		t.Error(diff)
	}
}

// A lost or doubled shard, or one that does not account for its rows, is an
// error and never a summary.
func TestSummarizeRefuses(t *testing.T) {
	lost := side(0, 2, 5, 0)
	lost.Report.Rows = 6
	foreign := side(0, 2, 5, 0)
	foreign.Report.Links = []byte("no sketch")
	for name, sides := range map[string][]shards.Sidecar{
		"lost shard":    {side(0, 2, 5, 0)},
		"doubled shard": {side(0, 2, 5, 0), side(0, 2, 5, 0)},
		"lost row":      {lost, side(1, 2, 5, 0)},
		"no sketch":     {foreign, side(1, 2, 5, 0)},
	} {
		if _, err := summarized(sides); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestCard(t *testing.T) {
	summary, err := summarized([]shards.Sidecar{side(0, 2, 8, 2), side(1, 2, 5, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range shards.Formats() {
		for _, encoding := range shards.Encodings(format) {
			t.Run(format+" "+encoding, func(t *testing.T) {
				plan := map[string]string{"image_encoding": encoding, "inputs": "a.parquet", "caption_column": "caption"}
				asked := []report.Group{{Name: "Sample", Options: []report.Option{{Name: "sample", Value: "15"}, {Name: "seed", Value: "1"}}}, {Name: "Output", Options: []report.Option{{Name: "image_encoding", Value: encoding}}}}
				card, err := Card(Options{Format: format, Manifest: shards.Manifest{Plan: plan}, Asked: asked}, summary, shards.YAML(shards.Features(format, "jpeg", shards.Schema{ImageEncoding: encoding}), 2))
				if err != nil {
					t.Fatal(err)
				}
				golden := filepath.Join("testdata", "card-"+format+"-"+encoding+".md")
				if *update {
					if err := os.WriteFile(golden, []byte(card), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), card); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// The card's table has a line for each column that the data has.
func TestCardOfBoxes(t *testing.T) {
	several := boxes.Options{Column: "ref_exps", Several: true, Spans: "caption", Size: boxes.SizeColumns{Width: "w", Height: "h"}}
	for name, c := range map[string]struct {
		boxes boxes.Options
		want  []string
	}{
		"one":     {boxes.Options{Column: "box"}, nil},
		"several": {several, []string{"| `score` |", "| `box_rescaled` |", "file#row/box", "the span of the row's caption"}},
	} {
		for _, format := range shards.Formats() {
			card, err := Card(Options{Format: format, Boxes: c.boxes}, Summary{}, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{"| `score` |", "| `box_rescaled` |", "file#row/box", "the span of the row's caption"} {
				if strings.Contains(card, text) != slices.Contains(c.want, text) {
					t.Errorf("%s, %s: %q, in\n%s", name, format, text, card)
				}
			}
			_, table, _ := strings.Cut(card, "|---|---|\n")
			table, _, _ = strings.Cut(table, "\n\nFurther columns")
			for line := range strings.Lines(table) {
				if !strings.HasPrefix(line, "| `") {
					t.Errorf("%s, %s: %q amid the table", name, format, line)
				}
			}
		}
	}
}
