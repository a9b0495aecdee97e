package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/beamcrop/beamcrop/internal/boot"
	"github.com/beamcrop/beamcrop/internal/demo"
	"github.com/beamcrop/beamcrop/internal/version"
	"github.com/beamcrop/beamcrop/pipeline"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/printable"
)

// Exit codes beside joberror's.
const (
	exitLowSuccess  = 3
	exitInterrupted = 130
)

// Main is the whole program. It returns only if all went well; otherwise it ends
// the process with an exit code that says how.
func Main() {
	abortOnCrash()
	collectSooner()
	if boot.Asked(os.Args[1:]) {
		fmt.Fprintf(os.Stderr, "beamcrop: starting a worker: %v\n", boot.Exec(context.Background(), os.Args[1:]))
		os.Exit(joberror.Failed)
	}
	o := pipeline.Defaults()
	asked, err := parse(context.Background(), flag.CommandLine, &o, os.Args[1:])
	switch {
	case err != nil:
		os.Exit(fail(joberror.Usagef("%w", err), o))
	case asked.help != "":
		usage(os.Stdout, flag.CommandLine, asked.help)
		return
	case asked.version:
		fmt.Println(version.Text())
		return
	}
	warnUntested(os.Stderr, runtime.GOOS)
	boot.Init()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, o, asked.demo)
	stop()
	if err != nil {
		os.Exit(fail(err, o))
	}
}

func run(ctx context.Context, o pipeline.Options, asDemo bool) error {
	if asDemo {
		d, err := demo.Start(&o)
		if err != nil {
			return fmt.Errorf("starting the demo: %w", err)
		}
		defer d.Close()
	}
	if o.Verify {
		return pipeline.Verify(ctx, o, os.Stdout)
	}
	if o.ProgressOf != "" {
		return pipeline.Progress(ctx, o, os.Stdout)
	}
	if o.RemoveOriginals != "" {
		return pipeline.RemoveOriginals(ctx, o, os.Stdout)
	}
	if o.OnlyLooks() {
		return pipeline.DryRun(ctx, o, os.Stdout)
	}
	started := time.Now()
	result, err := pipeline.Run(ctx, o, os.Stderr)
	var nothing *pipeline.NothingWrittenError
	if err != nil && !errors.Is(err, pipeline.ErrLowSuccess) && !errors.As(err, &nothing) {
		return err
	}
	if result.Submitted != "" {
		fmt.Println(result.Submitted)
		return nil
	}
	if result.Unfinished != "" {
		fmt.Println(printable.Line(result.Unfinished))
		return nil
	}
	fmt.Print(pipeline.Table(result, o.Output, time.Since(started)))
	if hint := pipeline.Hint(result, o); hint != "" {
		fmt.Fprintln(os.Stderr, hint)
	}
	return err
}

// fail says in one line what went wrong and what to do, and returns the exit
// code for it.
func fail(err error, o pipeline.Options) int {
	if !o.RunsJob() && errors.Is(err, pipeline.ErrInterrupted) {
		fmt.Fprintln(os.Stderr, err)
		return exitInterrupted
	}
	if errors.Is(err, pipeline.ErrInterrupted) {
		without := ""
		if o.Overwrite {
			without = " without --overwrite"
		}
		fmt.Fprintf(os.Stderr, "interrupted: completed shards are in %s; run the same command again%s to resume\n", printable.Line(o.Output), without)
		var goesOn *pipeline.GoesOnError
		if errors.As(err, &goesOn) {
			fmt.Fprintln(os.Stderr, goesOn)
		}
		return exitInterrupted
	}
	var nothing *pipeline.NothingWrittenError
	if errors.Is(err, pipeline.ErrLowSuccess) || errors.As(err, &nothing) {
		fmt.Fprintln(os.Stderr, printable.Line(err.Error()))
		return exitLowSuccess
	}
	line, code, ok := joberror.Find(err)
	if !ok {
		line, code = strings.Join(strings.Fields(err.Error()), " "), joberror.Failed // a runner's text has many lines
	}
	fmt.Fprintf(os.Stderr, "beamcrop: %s\n", printable.Line(line))
	return code
}
