// Command make writes the files of a release into a folder: make dist runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/internal/dist"
)

func main() {
	root := flag.String("root", ".", "`folder` of the module")
	out := flag.String("out", "dist", "`folder` to write to")
	version := flag.String("version", "v0.0.0", "the release's `version`, as git describe writes it")
	only := flag.String("only", "", "only these `systems`, such as linux/amd64,darwin/arm64, or here (default: all)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := release(ctx, *root, *out, *version, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

func release(ctx context.Context, root, out, version, only string) error {
	targets, err := choose(only)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("making the output folder: %w", err)
	}
	var names []string
	for _, t := range targets {
		made, err := makeFor(ctx, root, out, version, t)
		if err != nil {
			return err
		}
		names = append(names, made...)
	}
	return dist.WriteSums(out, names)
}

func choose(only string) ([]dist.Target, error) {
	switch only {
	case "":
		return dist.Targets, nil
	case "here":
		t, err := dist.Here()
		return []dist.Target{t}, err
	}
	var targets []dist.Target
	for name := range strings.SplitSeq(only, ",") {
		t, err := dist.Find(name)
		if err != nil {
			return nil, err
		}
		targets = append(targets, t)
	}
	return targets, nil
}

// makeFor builds the program for one target, and writes its archive and its wheel.
func makeFor(ctx context.Context, root, out, version string, t dist.Target) (names []string, err error) {
	file := filepath.Join(out, strings.ReplaceAll(t.String(), "/", "_"), t.Program())
	if err := dist.Build(ctx, root, version, t, file); err != nil {
		return nil, err
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the program: %w", err)
	}
	wheel, err := dist.NewWheel(root, version, t, program)
	if err != nil {
		return nil, err
	}
	for _, pack := range []func() (string, []byte, error){
		func() (string, []byte, error) {
			return dist.Archive(t, strings.TrimPrefix(version, "v"), []dist.File{
				{Name: t.Program(), Data: program, Executable: true},
				{Name: "LICENSE", Data: wheel.License},
			})
		},
		wheel.Pack,
	} {
		name, data, err := pack()
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		fmt.Printf("%s  %.1f MB, of a program of %.1f MB\n", name, mb(data), mb(program))
		names = append(names, name)
	}
	return names, nil
}

func mb(data []byte) float64 { return float64(len(data)) / 1e6 }
