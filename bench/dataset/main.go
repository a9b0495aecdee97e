// Command dataset writes a Parquet file of FaceCaption-15M's schema whose links
// lead to a test server, for the benchmarks in bench/compare.py.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// config is the command line.
type config struct {
	out      string
	rows     int
	base     string // of the server; %d in it becomes the host's number
	hosts    int
	latency  time.Duration
	distinct uint64
	small    bool
	faulty   int // every so many rows have a fault, each kind in its turn; 0 = none
	slowFrom int // these rows go to host 0 and take slow each
	slowRows int
	slow     time.Duration
}

func main() {
	var c config
	flag.StringVar(&c.out, "out", "faces.parquet", "file to write")
	flag.IntVar(&c.rows, "rows", 3000, "rows")
	flag.StringVar(&c.base, "base", "http://127.0.0.%d:8765", "server; %d is replaced by the host's number, from 1")
	flag.IntVar(&c.hosts, "hosts", 1, "hosts to spread the rows over")
	flag.DurationVar(&c.latency, "latency", 0, "latency of every picture")
	flag.Uint64Var(&c.distinct, "distinct", 24, "the server's --distinct, for the boxes")
	flag.BoolVar(&c.small, "small", false, "pictures of 160x120 only, where decoding is not to be measured")
	flag.IntVar(&c.faulty, "faulty", 0, "every `N`-th row has a fault, each kind in its turn; 0: none")
	flag.IntVar(&c.slowFrom, "slow_from", 0, "first row of the slow host")
	flag.IntVar(&c.slowRows, "slow_rows", 0, "rows of the slow host, standing together")
	flag.DurationVar(&c.slow, "slow", 2*time.Second, "latency of the slow host")
	flag.Parse()
	if err := write(c); err != nil {
		fmt.Fprintln(os.Stderr, "dataset:", err)
		os.Exit(1)
	}
}

func write(c config) (err error) {
	file, err := os.Create(c.out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return writeRows(file, c)
}

func writeRows(to io.Writer, c config) error {
	w := parquet.NewGenericWriter[facecaption.Row](to, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(1<<20))
	for i := range c.rows {
		if _, err := w.Write([]facecaption.Row{c.row(i)}); err != nil {
			return err
		}
	}
	return w.Close()
}

func (c config) row(i int) facecaption.Row {
	p := picture(uint64(i))
	if c.small {
		p.Width, p.Height = 160, 120
	}
	host := 1 + i%c.hosts
	p.Latency = c.latency
	if c.slowRows > 0 {
		host = 2 + i%(c.hosts-1)
	}
	if i >= c.slowFrom && i < c.slowFrom+c.slowRows {
		host, p.Latency = 1, c.slow
	}
	if c.faulty > 0 && i%c.faulty == c.faulty-1 {
		faults := testweb.Faults()
		p.Fault, p.N = faults[i/c.faulty%len(faults)], 1
	}
	content := p
	content.ID %= c.distinct
	x1, y1, x2, y2 := testweb.FaceBox(content)
	box := fmt.Sprintf("[%d, %d, %d, %d]", x1, y1, x2, y2)
	return facecaption.Row{
		ID:           fmt.Sprintf("%012x", i),
		URL:          fmt.Sprintf(c.base, host) + p.Path(),
		Caption:      []string{fmt.Sprintf("The person in picture %d looks at the camera; behind them lies an open landscape under a wide sky.", i)},
		LAIONCaption: []string{fmt.Sprintf("portrait no. %d", i)},
		Box:          &box,
	}
}

// picture gives every two rows 640x480, a third 1024x768, a sixth 1920x1280.
func picture(id uint64) testweb.Picture {
	p := testweb.Picture{ID: id, Width: 640, Height: 480, Quality: 85}
	switch id % 6 {
	case 1, 3:
		p.Width, p.Height = 1024, 768
	case 5:
		p.Width, p.Height = 1920, 1280
	}
	return p
}
