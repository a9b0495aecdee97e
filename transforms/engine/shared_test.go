package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report/repeats"
)

// Rows of a shard that have the same links share one download, by the server's
// own count, however many requests are in flight and whichever of them is slow;
// the files are those of rows that share nothing.
func TestSharedDownloads(t *testing.T) {
	server := startWeb(t, 2)
	const count, distinct, size = 120, 7, 40
	picture := func(id int) (int, testweb.Picture) {
		p := testweb.Picture{ID: uint64(id % distinct), Width: 80, Height: 60}
		switch id % distinct {
		case 1:
			p.Fault = "404"
		case 2:
			p.Latency = 50 * time.Millisecond
		}
		return id % 2, p
	}
	link := func(id int) string {
		host, p := picture(id)
		return server.URL(host, p)
	}
	table := make([]listed, count)
	for i := range table {
		// The box of every fifth row lies outside: its row alone fails.
		table[i] = listed{URL: link(i % distinct), Box: fmt.Sprintf("[%d, 0, %d, 20]", 20*(i%5), 20*(i%5)+10)}
	}
	table[3].URL = link(3) + ", UNKNOWN" // the same links in other words
	sums := func(concurrency int) []string {
		server.Reset()
		b := newTable(t, table, size, func(o *Options) { o.Fetch.Concurrency, o.Format = concurrency, shards.FormatJSONL })
		if err := b.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		for id := range distinct {
			if n := server.Requests(link(id)); n != count/size {
				t.Errorf("concurrency %d: link %d was asked for %d times by %d shards", concurrency, id, n, count/size)
			}
		}
		var sum shards.Report
		var files []string
		var links repeats.Tally
		for _, side := range b.emitted {
			sum.Add(side.Report)
			if err := links.Add(side.Report.Links); err != nil {
				t.Fatal(err)
			}
		}
		if n := links.Repeats(); n != distinct*(count/size-1) {
			t.Errorf("%d downloads repeat another shard's, want %d", n, distinct*(count/size-1))
		}
		for _, s := range b.shards {
			data, err := os.ReadFile(filepath.Join(b.worker.opts.Output, shards.DataName(s.Number, s.Of, shards.FormatJSONL)))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, string(data))
		}
		wrong := 0
		for _, line := range b.failures() {
			if line["attempts"].(float64) != 1 {
				wrong++
			}
		}
		const dead, outside = 17, 24 - 3 // rows of link 1; rows of box 4, without those
		if sum.Sampled != count || sum.SharedDownloads != count-distinct*count/size || sum.Attempts != distinct*count/size ||
			sum.Reasons["http_4xx"] != dead || sum.Reasons["box_outside"] != outside || wrong > 0 {
			t.Errorf("concurrency %d: %+v, %d with other attempts than the download's", concurrency, sum, wrong)
		}
		return files
	}
	want := sums(1)
	for _, concurrency := range []int{3, 64} {
		if diff := cmp.Diff(want, sums(concurrency)); diff != "" {
			t.Errorf("concurrency %d changes the files", concurrency)
		}
	}
}

// Rows that share a download are one of the look-ahead's, and all of them of the
// room's; a shard of nothing but one link is one request.
func TestOneLinkOnly(t *testing.T) {
	server := startWeb(t, 1)
	link := linksOf(server, 1, plain)[0]
	links := make([]string, 200)
	for i := range links {
		links[i] = link
	}
	b := newBench(t, links, 100, func(o *Options) { o.LookAhead = 1 })
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if written, failed := b.counts(); written != 200 || failed != 0 || server.Requests(link) != 2 {
		t.Errorf("%d written, %d failed, %d requests; want 200, 0 and 2", written, failed, server.Requests(link))
	}
	if room := b.worker.budget; room.rows != 0 || room.bytes != 0 {
		t.Errorf("%d rows and %d bytes were not given back", room.rows, room.bytes)
	}
}

// Rows that asked nobody shared no download, and are in no mean of downloads.
func TestNoDownloadIsShared(t *testing.T) {
	table := make([]listed, 10)
	for i := range table {
		table[i] = listed{URL: "ftp://host/x.jpg", Box: "[0, 0, 20, 20]"}
	}
	table[3].URL = linksOf(startWeb(t, 1), 1, plain)[0]
	b := newTable(t, table, len(table), func(*Options) {})
	bundle := b.worker.NewBundle(t.Context())
	var downloads []Downloaded
	bundle.Observe(func(s Event) {
		if s.Downloaded != nil {
			downloads = append(downloads, *s.Downloaded)
		}
	})
	var side shards.Sidecar
	emit := func(s shards.Sidecar) { side = s }
	if err := errors.Join(bundle.Add(b.shards[0], emit), bundle.Finish(emit), bundle.Close()); err != nil {
		t.Fatal(err)
	}
	if r := side.Report; r.Written != 1 || r.Reasons["invalid_url"] != 9 || r.SharedDownloads != 0 {
		t.Errorf("%+v", r)
	}
	if len(downloads) != 1 || downloads[0].Bytes == 0 {
		t.Errorf("downloads: %+v, want one", downloads)
	}
}
