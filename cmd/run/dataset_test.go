package main

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// outcome is what must become of a row: a reason, or "" for a crop.
type outcome struct {
	row    facecaption.Row
	reason string
}

// unmet are the faults that the dataset leaves out: redirect_private would
// leave loopback where loopback is allowed.
var unmet = map[testweb.Fault]bool{"redirect_private": true}

// hostile is a dataset of n rows that has every fault several times among good
// rows, and the flaws that rows themselves have.
func hostile(server *testweb.Server, hosts, n int) []outcome {
	var faults []testweb.Fault
	for _, f := range testweb.Faults() {
		if !unmet[f] {
			faults = append(faults, f)
		}
	}
	flaws := []func(*outcome){
		func(o *outcome) { o.row.Box, o.reason = nil, "invalid_row" },
		func(o *outcome) { o.row.Box, o.reason = ptr("[1, 2, 3"), "invalid_row" },
		func(o *outcome) { o.row.Box, o.reason = ptr("[5000, 10, 5100, 90]"), "box_outside" },
		func(o *outcome) { o.row.URL, o.reason = "UNKNOWN", "invalid_row" },
		func(o *outcome) { o.row.URL, o.reason = "ftp://127.0.0.1/x.jpg", "invalid_url" },
		func(o *outcome) { o.row.URL = "UNKNOWN, " + o.row.URL + ", UNKNOWN" },
	}
	rows := make([]outcome, n)
	for i := range rows {
		p := testweb.Picture{ID: uint64(i), Width: 160, Height: 120}
		if i%2 == 1 {
			p.Fault = faults[i/2%len(faults)]
		}
		rows[i] = expect(server, i%hosts, p)
		if i%10 == 4 {
			flaws[i/10%len(flaws)](&rows[i])
		}
	}
	return rows
}

// swift is hostile without the rows that cost a deadline each, or have their host
// wait for one: in a row of runs that only compares bytes they are most of the
// time, and slow rows in their place are as good.
func swift(server *testweb.Server, hosts, n int) []outcome {
	rows := hostile(server, hosts, n)
	for i := range rows {
		switch rows[i].reason {
		case "timeout", "too_slow", "http_429":
			rows[i] = expect(server, i%hosts, testweb.Picture{ID: uint64(i), Width: 160, Height: 120, Latency: 50 * time.Millisecond, Jitter: 50 * time.Millisecond})
		}
	}
	return rows
}

func expect(server *testweb.Server, host int, p testweb.Picture) outcome {
	want, recovers := p.Fault.Want()
	if recovers {
		want = ""
	}
	x1, y1, x2, y2 := testweb.FaceBox(server.Content(p))
	return outcome{reason: want, row: facecaption.Row{
		ID:           fmt.Sprintf("id-%d", p.ID),
		URL:          server.URL(host, p),
		Caption:      []string{fmt.Sprintf("caption %d", p.ID)},
		LAIONCaption: []string{"alt"}[:p.ID%2],
		Box:          ptr(fmt.Sprintf("[%d, %d, %d, %d]", x1, y1, x2, y2)),
	}}
}

// good is a dataset of n rows without a flaw.
func good(server *testweb.Server, n int, p testweb.Picture) []outcome {
	rows := make([]outcome, n)
	for i := range rows {
		p.ID = uint64(i)
		rows[i] = expect(server, 0, p)
	}
	return rows
}

// writeDataset writes the rows as Parquet and returns the file's name.
func writeDataset(t *testing.T, rows []outcome) string {
	t.Helper()
	faces := make([]facecaption.Row, len(rows))
	for i, r := range rows {
		faces[i] = r.row
	}
	name := filepath.Join(t.TempDir(), "faces.parquet")
	if err := parquet.WriteFile(name, faces); err != nil {
		t.Fatal(err)
	}
	return name
}

func startWeb(t *testing.T, o testweb.Options) *testweb.Server {
	t.Helper()
	server, err := testweb.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

func ptr(s string) *string { return &s }
