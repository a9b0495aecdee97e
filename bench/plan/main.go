// Command plan times how long it takes to plan a sample: to draw the rows and
// divide them into shards, without a runner. It needs no file unless -input names
// one; then it also times the inspection of that file, and -where.
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
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

func main() {
	input := flag.String("input", "", "`file` of FaceCaption-15M's schema, such as bench/dataset writes (default: none, only a number of rows)")
	total := flag.Int64("rows", 13_200_000, "number of rows to plan for without -input")
	size := flag.Int64("sample", 100_000, "rows to choose")
	filter := flag.String("where", "", "`expression` that chooses rows of -input; see beamcrop's own flag")
	flag.Parse()
	if *filter != "" && *input == "" {
		fmt.Fprintln(os.Stderr, "plan: -where needs -input")
		os.Exit(2)
	}
	if err := run(context.Background(), *input, *filter, *total, *size); err != nil {
		fmt.Fprintln(os.Stderr, "plan:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, input, filter string, total, size int64) error {
	started := time.Now()
	inspected := workplan.Inspected{File: workplan.File{Name: "rows"}, Info: rows.Info{Rows: total}}
	if input != "" {
		var err error
		if inspected, err = inspect(ctx, input, filter); err != nil {
			return err
		}
	}
	afterInspect := time.Now()
	chosen := sample.New(1, sample.Size{Rows: size}, []sample.Source{inspected.Source()})
	var n, pages, parts, bytes int64
	for s := range workplan.Cut([]workplan.Inspected{inspected}, chosen, 1000) {
		n += s.Rows()
		parts++
		bytes += int64(len(s.Segments[0].Rows.Deltas))
		for _, c := range s.Segments[0].Index.Chunks {
			pages += int64(len(c.Pages))
		}
	}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	if filter != "" {
		m := inspected.Matched
		fmt.Printf("%d rows match, in %d bytes; ", m.Rows.Len(), len(m.Rows.Deltas))
	}
	fmt.Printf("%d rows; inspected in %v; %d rows chosen and dealt out to %d shards (%d bytes of row numbers, %d page locations) in %v; peak RSS %d MB\n",
		inspected.Info.Rows, afterInspect.Sub(started).Round(time.Millisecond), n, parts, bytes, pages, time.Since(afterInspect).Round(time.Millisecond), used.Maxrss/1024)
	return nil
}

func inspect(ctx context.Context, input, filter string) (workplan.Inspected, error) {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	matched, err := plan.Match(ctx, store, []string{input}, "", "")
	if err != nil {
		return workplan.Inspected{}, err
	}
	return plan.Inspect(ctx, store, matched[0], rows.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true}, filter)
}
