package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

func nothing(*Options) {}

// A host that hangs delays the shards that need it and no other: all others are
// complete while it still hangs.
func TestSlowHostDelaysItsOwnShardsOnly(t *testing.T) {
	server := startWeb(t, 2)
	links := linksOf(server, 500, func(i int) (int, testweb.Picture) {
		if i >= 200 && i < 300 {
			return 1, testweb.Picture{Fault: "hang"}
		}
		return 0, testweb.Picture{}
	})
	b := newBench(t, links, 20, nothing)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	finished := make(chan error, 1)
	go func() { finished <- b.run(ctx) }()
	sidecars := func() int {
		found, _ := filepath.Glob(filepath.Join(b.worker.opts.Output, "_beamcrop", "part-*.json"))
		return len(found)
	}
	waitFor(t, func() bool { return sidecars() == 20 }, "the completion of the other 20 shards")
	cancel()
	if err := <-finished; !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled bundle ended with %v", err)
	}
	if n := sidecars(); n != 20 {
		t.Errorf("%d shards are complete, but 5 of 25 needed the hanging host", n)
	}
}

// Without any memory for crops all of them pass through the spool; the files
// are the same to the byte.
func TestSpoolChangesNoByte(t *testing.T) {
	server := startWeb(t, 1)
	links := linksOf(server, 60, plain)
	read := func(b *bench) []string {
		if err := b.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		var sums []string
		for _, s := range b.shards {
			data, err := os.ReadFile(filepath.Join(b.worker.opts.Output, shards.DataName(s.Number, s.Of, shards.FormatParquet)))
			if err != nil {
				t.Fatal(err)
			}
			sums = append(sums, string(data))
		}
		return sums
	}
	memory := read(newBench(t, links, 7, nothing))
	spooled := newBench(t, links, 7, func(o *Options) { o.Buffer = 0 })
	if diff := cmp.Diff(memory, read(spooled)); diff != "" {
		t.Error("the spool changed a file")
	}
	if spooled.worker.budget.bytes != 0 || spooled.worker.budget.rows != 0 {
		t.Errorf("%d bytes and %d rows were not given back", spooled.worker.budget.bytes, spooled.worker.budget.rows)
	}
}

// The look-ahead bounds the rows of open shards; a shard larger than all of it
// goes through all the same.
func TestLookAheadIsABound(t *testing.T) {
	server := startWeb(t, 1)
	for _, shardRows := range []int{10, 90} {
		b := newBench(t, linksOf(server, 180, plain), shardRows, func(o *Options) { o.LookAhead = 40 })
		var peak atomic.Int64
		stop := make(chan struct{})
		watched := make(chan struct{})
		go func() {
			defer close(watched)
			for {
				select {
				case <-stop:
					return
				default:
				}
				b.worker.budget.mu.Lock()
				peak.Store(max(peak.Load(), b.worker.budget.rows))
				b.worker.budget.mu.Unlock()
			}
		}()
		if err := b.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		close(stop)
		<-watched
		if limit := int64(max(40, shardRows)); peak.Load() > limit {
			t.Errorf("shards of %d rows: %d rows were open at once, the limit is %d", shardRows, peak.Load(), limit)
		}
		if written, failed := b.counts(); written != 180 || failed != 0 {
			t.Errorf("%d written and %d failed, want 180 and 0", written, failed)
		}
	}
}

// Links are tried in order until one makes a crop, also when a download
// succeeds and turns out to be no picture.
func TestSeveralLinks(t *testing.T) {
	server := startWeb(t, 1)
	picture := func(f testweb.Fault) string {
		return server.URL(0, testweb.Picture{Width: 80, Height: 60, Fault: f})
	}
	for name, c := range map[string]struct {
		cell    string
		written int64
		reason  string
	}{
		"second after 404":        {picture("404") + ", " + picture(""), 1, ""},
		"second after HTML":       {picture("html") + ", " + picture(""), 1, ""},
		"third after two":         {picture("cut_image") + ", UNKNOWN, " + picture("410") + ", " + picture(""), 1, ""},
		"all bad: the last":       {picture("html") + ", " + picture("404"), 0, "http_4xx"},
		"all bad: the last, HTML": {picture("404") + ", " + picture("html"), 0, "not_an_image"},
		"only UNKNOWN":            {"UNKNOWN, UNKNOWN", 0, "invalid_row"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, []string{c.cell}, 1, nothing)
			if err := b.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			written, _ := b.counts()
			if written != c.written || c.reason != "" && b.emitted[0].Report.Reasons[c.reason] != 1 {
				t.Errorf("written %d, reasons %v; want %d, %q", written, b.emitted[0].Report.Reasons, c.written, c.reason)
			}
		})
	}
}

// A shard that cannot be written fails the bundle; it loses no row silently.
// What is wrong with a picture is told of the place that it came from.
func TestRedirectedFailure(t *testing.T) {
	server := startWeb(t, 1)
	tiny := testweb.Picture{Width: 8, Height: 8, Fault: "redirect"} // the box lies outside
	b := newBench(t, []string{server.URL(0, tiny)}, 1, nothing)
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(b.worker.opts.Output, shards.FailuresName(0, 1)))
	if err != nil {
		t.Fatal(err)
	}
	tiny.Fault = ""
	line := struct{ URL, Reason, Detail string }{}
	if err := json.Unmarshal(data, &line); err != nil {
		t.Fatal(err)
	}
	if want := "(redirected to " + server.URL(0, tiny) + ")"; line.Reason != "box_outside" || !strings.HasSuffix(line.Detail, want) {
		t.Errorf("%+v, want box_outside %s", line, want)
	}
}

func TestUnwritableOutput(t *testing.T) {
	server := startWeb(t, 1)
	b := newBench(t, linksOf(server, 10, plain), 5, func(o *Options) {
		o.Output = filepath.Join(filepath.Dir(o.Output), "in.parquet", "out")
	})
	if err := b.run(t.Context()); err == nil {
		t.Error("writing below a file succeeded")
	}
}

// While a host keeps the job waiting the progress says so, and what the host may
// be asked for; the shards' reports name it.
func TestRefusingHostIsNamed(t *testing.T) {
	server, err := testweb.Start(testweb.Options{Hosts: 2, HostRate: 25, Distinct: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	links := linksOf(server, 60, func(i int) (int, testweb.Picture) {
		if i < 5 {
			return 1, testweb.Picture{Fault: "404"}
		}
		return 0, testweb.Picture{}
	})
	b := newBench(t, links, 60, nothing)
	finished := make(chan error, 1)
	go func() { finished <- b.run(t.Context()) }()
	refusing := strings.TrimPrefix(server.Base(0), "http://")
	track := progress.Of(t.Name())
	waitFor(t, func() bool {
		now := track.Snapshot()
		w := now.Waiting
		return now.Limit > 0 && w.Host == refusing && w.Rows > 0 && w.Refuses && w.Rate > 0
	}, "waiting for the host that refuses")
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	if w := track.Snapshot().Waiting; w.Rows != 0 {
		t.Errorf("%+v when all is done", w)
	}
	want := []shards.HostReport{
		{Host: refusing, Rows: 55},
		{Host: strings.TrimPrefix(server.Base(1), "http://"), Rows: 5, Failed: 5, Reason: "http_4xx", ReasonRows: 5},
	}
	if diff := cmp.Diff(want, b.emitted[0].Report.Hosts); diff != "" {
		t.Error(diff)
	}
}

// Complete shards are reported and not done again; one of whose data files any is
// gone or cut is, from the crops that are there.
func TestResume(t *testing.T) {
	server := startWeb(t, 1)
	links := linksOf(server, 30, plain)
	cut := func(name string) error { return os.Truncate(name, 10) }
	for name, c := range map[string]struct {
		change  func(*Options)
		damaged string // format of the file
		damage  func(name string) error
		asked   int64 // of the shard's 10 rows: none if the crops are there
	}{
		"data is cut":   {nothing, shards.FormatParquet, cut, 10},
		"tar is cut":    {webDataset, shards.FormatWebDataset, cut, 10},
		"index is cut":  {webDataset, shards.FormatIndex, cut, 0},
		"index is gone": {webDataset, shards.FormatIndex, os.Remove, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, links, 10, c.change)
			if err := b.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			data := filepath.Join(b.worker.opts.Output, shards.DataName(1, 3, c.damaged))
			whole, err := os.ReadFile(data)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.damage(data); err != nil {
				t.Fatal(err)
			}
			server.Reset()
			b.emitted = nil
			if err := b.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if written, _ := b.counts(); written != 30 {
				t.Errorf("%d rows are reported, want 30", written)
			}
			if n := server.Stats().Requests; n != c.asked {
				t.Errorf("%d requests, want %d", n, c.asked)
			}
			if s := progress.Of(t.Name()).Snapshot(); s.Resumed != 30-c.asked {
				t.Errorf("%d rows count as resumed, want %d", s.Resumed, 30-c.asked)
			}
			if again, err := os.ReadFile(data); err != nil || !bytes.Equal(whole, again) {
				t.Errorf("the file written again differs, %v", err)
			}
			b.checkFiles(false)
		})
	}
}

// A stopped worker's bundles end, though every request hangs.
func TestStop(t *testing.T) {
	server := startWeb(t, 1)
	b := newBench(t, linksOf(server, 50, func(int) (int, testweb.Picture) { return 0, testweb.Picture{Fault: "hang"} }), 10, nothing)
	finished := make(chan error, 1)
	go func() { finished <- b.run(t.Context()) }()
	waitFor(t, func() bool { return server.Stats().InFlight > 0 }, "a request")
	b.worker.Stop()
	if err := <-finished; !errors.Is(err, ErrStopped) {
		t.Errorf("the bundle ended with %v, want ErrStopped", err)
	}
}
