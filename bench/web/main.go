// Command web is a web as a link list meets it, on loopback: thousands of hosts
// with few rows each and a few with many, answers that are early or late by chance,
// and a quarter of the links dead, each in its own way. It writes the list and
// serves it until it is interrupted:
//
//	go run ./bench/web --out=web.parquet --rows=10000
//
// It prints the address of a DNS server, which knows none of the names in the list,
// and of the server's counters (see internal/testweb).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// distinct is how many contents are drawn.
const distinct = 24

func main() {
	out := flag.String("out", "web.parquet", "file to write")
	rows := flag.Int("rows", 10_000, "rows")
	hosts := flag.Int("hosts", 3000, "hosts, at most 4000")
	port := flag.Int("port", 8766, "of every host; nothing may listen on the next one")
	seed := flag.Uint64("seed", 7, "of all that is left to chance")
	flag.Parse()
	if err := run(newList(*seed, *rows, *hosts, *port), *out); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

// run serves until it is interrupted.
func run(l *list, out string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := testweb.Start(testweb.Options{Hosts: l.hosts, Port: l.port, Distinct: distinct})
	if err != nil {
		return err
	}
	defer server.Close()
	names, err := testdns.Start(func(string, int) testdns.Answer { return testdns.Answer{} })
	if err != nil {
		return err
	}
	defer names.Close()
	if err := write(out, l); err != nil {
		return fmt.Errorf("writing %s: %w", out, err)
	}
	fmt.Printf("%s %s/_stats\n", names.Addr(), server.Base(0))
	<-ctx.Done()
	return nil
}

func write(out string, l *list) (err error) {
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := parquet.NewGenericWriter[facecaption.Row](file, parquet.Compression(&parquet.Snappy))
	for i := range l.rows {
		if _, err := w.Write([]facecaption.Row{l.row(i)}); err != nil {
			return err
		}
	}
	return w.Close()
}
