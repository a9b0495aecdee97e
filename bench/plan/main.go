// Command plan times the planning of a sample alone: matching, inspecting,
// sampling and dealing out into shards, without a runner and without reading
// a row.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

func main() {
	input := flag.String("input", "faces.parquet", "file of FaceCaption-15M's schema")
	size := flag.Int64("sample", 100_000, "rows to choose")
	flag.Parse()
	if err := run(context.Background(), *input, *size); err != nil {
		fmt.Fprintln(os.Stderr, "plan:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, input string, size int64) error {
	started := time.Now()
	store := files.New()
	matched, err := plan.Match(ctx, store, []string{input}, "")
	if err != nil {
		return err
	}
	inspected, err := plan.Inspect(ctx, store, matched[0], rows.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true})
	if err != nil {
		return err
	}
	afterInspect := time.Now()
	chosen := sample.New(1, sample.Size{Rows: size}, []sample.Source{{Name: inspected.File.Name, Rows: inspected.Info.Rows}})
	var n, pages int64
	for s := range shard.Cut([]shard.Inspected{inspected}, chosen, 1000) {
		n += s.Rows()
		for _, c := range s.Segments[0].Index.Chunks {
			pages += int64(len(c.Pages))
		}
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	fmt.Printf("%d rows; inspected in %v; %d rows chosen and dealt out (%d page locations) in %v; peak RSS %d MB\n",
		inspected.Info.Rows, afterInspect.Sub(started).Round(time.Millisecond), n, pages, time.Since(afterInspect).Round(time.Millisecond), used.Maxrss/1024)
	return store.Close()
}
