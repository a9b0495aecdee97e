// Command serve runs the image server of package testweb for benchmarks and
// for scripts in other languages:
//
//	go run ./internal/testweb/serve --addr=127.0.0.1:8765 --hosts=4
//
// It prints the base URL of the first host, serves until interrupted, tells
// its counters at GET /_stats (and of one link at /_stats?link=...), and
// clears them at POST /_reset.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	s, err := testweb.Start(o)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := fmt.Fprintln(stdout, s.Base(0)); err != nil {
		return fmt.Errorf("print the base URL: %w", err)
	}
	<-ctx.Done()
	return nil
}

func parse(args []string, stderr io.Writer) (testweb.Options, error) {
	var o testweb.Options
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:0", "the first host's address; port 0 takes any free one")
	flags.IntVar(&o.Hosts, "hosts", 1, "serve on `N` addresses from 127.0.0.1 on")
	flags.Uint64Var(&o.Seed, "seed", 0, "seed of the jitter")
	flags.Float64Var(&o.HostRate, "host_rate", 0, "requests a second that each host serves, 429 beyond (0: no limit)")
	flags.Uint64Var(&o.Distinct, "distinct", 0, "draw only `K` distinct contents; 0 draws every ID's own")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	host, port, err := net.SplitHostPort(*addr)
	if err != nil {
		return o, fmt.Errorf("--addr: %w", err)
	}
	if host != "127.0.0.1" && host != "localhost" {
		return o, fmt.Errorf("--addr=%s: hosts are 127.0.0.1 and up, only the port can be chosen", *addr)
	}
	if o.Port, err = strconv.Atoi(port); err != nil {
		return o, fmt.Errorf("--addr: %w", err)
	}
	return o, nil
}
