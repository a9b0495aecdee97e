package workplan

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/sample"
)

func inspected(counts ...int64) ([]Inspected, []sample.Source) {
	var files []Inspected
	var sources []sample.Source
	for i, n := range counts {
		name := fmt.Sprintf("part-%d.parquet", i)
		files = append(files, Inspected{File: File{Name: name}, Info: table.Info{Rows: n}})
		sources = append(sources, sample.Source{Name: name, Rows: n})
	}
	return files, sources
}

func ids(s Shard) []string {
	var out []string
	for _, seg := range s.Segments {
		for row := range seg.Rows.All() {
			out = append(out, fmt.Sprintf("%s#%d", seg.File.Name, row))
		}
	}
	return out
}

// Whatever the shard size, the shards hold the same rows in the same order.
func TestShardSizeChangesNoChoice(t *testing.T) {
	files, sources := inspected(700, 0, 1, 299)
	for _, size := range []sample.Size{{}, {Rows: 333}, {Percent: 10}} {
		var want []string
		for _, shardRows := range []int{1, 7, 100, 1000, 5000} {
			t.Run(fmt.Sprintf("%+v/%d", size, shardRows), func(t *testing.T) {
				chosen := sample.New(3, size, sources)
				var got []string
				n := 0
				for s := range Cut(files, chosen, shardRows) {
					if s.Number != n || s.Of != Count(chosen.Rows(), shardRows) {
						t.Fatalf("shard %d of %d, want %d of %d", s.Number, s.Of, n, Count(chosen.Rows(), shardRows))
					}
					if full := s.Number < s.Of-1; full && s.Rows() != int64(shardRows) {
						t.Fatalf("shard %d has %d rows, want %d", s.Number, s.Rows(), shardRows)
					}
					got = append(got, ids(s)...)
					n++
				}
				if n != Count(chosen.Rows(), shardRows) || int64(len(got)) != chosen.Rows() {
					t.Fatalf("%d shards with %d rows, want %d with %d", n, len(got), Count(chosen.Rows(), shardRows), chosen.Rows())
				}
				if want == nil {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}
