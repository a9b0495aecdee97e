package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// again is another run over the same rows and into the same folder.
func (b *bench) again(job string, change func(*Options)) *bench {
	b.t.Helper()
	o := b.worker.opts
	o.Job = b.t.Name() + job
	change(&o)
	own(o, o.Job)
	worker, err := NewWorker(o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		if err := worker.Close(); err != nil {
			b.t.Error(err)
		}
		progress.Forget(o.Job)
	})
	return &bench{t: b.t, worker: worker, shards: b.shards}
}

func (b *bench) mustRun() *bench {
	b.t.Helper()
	if err := b.run(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	if room := b.worker.budget; room.rows != 0 || room.bytes != 0 {
		b.t.Errorf("%d rows and %d bytes were not given back", room.rows, room.bytes)
	}
	return b
}

// folder is all that stands in the output folder, but for the manifest.
func (b *bench) folder() map[string][]byte {
	b.t.Helper()
	names, err := shards.List(b.t.Context(), files.New(), b.worker.opts.Output)
	if err != nil {
		b.t.Fatal(err)
	}
	all := map[string][]byte{}
	for name := range names {
		if name == shards.ManifestName {
			continue
		}
		if all[name], err = os.ReadFile(filepath.Join(b.worker.opts.Output, name)); err != nil {
			b.t.Fatal(err)
		}
	}
	return all
}

func (b *bench) dataFiles() map[string][]byte {
	all := map[string][]byte{}
	for name, data := range b.folder() {
		for _, s := range b.shards {
			for _, format := range shards.FilesOf(b.worker.opts.Format) {
				if name == shards.DataName(s.Number, s.Of, format) {
					all[name] = data
				}
			}
		}
	}
	return all
}

func (b *bench) mustEqualData(want *bench) {
	b.t.Helper()
	w, got := want.dataFiles(), b.dataFiles()
	if len(w) == 0 || len(w) != len(got) {
		b.t.Errorf("%d data files, want %d", len(got), len(w))
	}
	for name := range w {
		if !bytes.Equal(w[name], got[name]) {
			b.t.Errorf("%s is not that of a clean run", name)
		}
	}
}

func (b *bench) sum() shards.Report {
	var sum shards.Report
	for _, side := range b.emitted {
		sum.Add(side.Report)
	}
	return sum
}

func transients(o *Options) { o.Retry = reason.Transients() }

// patchy is a dataset whose every fifth row fails in the run that asks first, and
// every fifth for good.
func patchy(server *testweb.Server, n int, box string) []listed {
	table := make([]listed, n)
	for i := range table {
		p := testweb.Picture{ID: uint64(i), Width: 80, Height: 60}
		table[i].Text, table[i].Box = "a cat", box
		switch i % 5 {
		case 1:
			p.Fault, p.N = "flaky", 1
		case 2:
			p.Fault = "404"
		}
		table[i].URL = server.URL(i%8, p)
	}
	return table
}

// fractions has the boxes scaled, and crops in whole blocks of the source.
func fractions(o *Options) {
	o.Boxes.Units, o.Crop.Encode = boxes.Fraction, "source"
}

// Rows whose fault has passed are merged into their shards, which then are to the
// byte those of a run that never saw it, in every format. Nothing else is asked
// for.
func TestRetry(t *testing.T) {
	several := func(o *Options) { o.Boxes.Several, o.Boxes.Spans = true, "text" }
	for name, v := range map[string]struct {
		change func(*Options)
		box    string
		boxes  int64 // of a row
	}{
		"one box":       {nothing, "[10, 10, 40, 30]", 1},
		"several boxes": {several, "[[0,1,10,10,40.1,30,0.3],[0,1,90,0,99,9,0.25],[2,5,0,0,20,20,0.125]]", 3}, // the second lies outside
		"fractions":     {fractions, "[0.1, 0.1, 0.7, 0.9]", 1},
		"spooled":       {func(o *Options) { o.Buffer = 0 }, "[10, 10, 40, 30]", 1},
	} {
		for _, format := range shards.Formats() {
			for _, encoding := range shards.Encodings(format) {
				t.Run(name+"/"+format+"/"+encoding, func(t *testing.T) {
					server := startWeb(t, 8)
					table := patchy(server, 40, v.box)
					setup := func(o *Options) {
						o.Fetch.Retries, o.Format, o.ImageEncoding = 0, format, encoding
						v.change(o)
					}
					first := newTable(t, table, 15, setup).mustRun()
					asked := requests(server, table)
					retried := first.again("again", transients).mustRun()
					for i, n := range requests(server, table) {
						if want := asked[i] + bit(i%5 == 1); n != want {
							t.Errorf("row %d was asked for %d times, want %d", i, n, want)
						}
					}
					clean := newTable(t, table, 15, setup).mustRun() // the faults have passed
					retried.mustEqualData(clean)
					retried.checkFiles(false)
					mustEqualReports(t, clean.sum(), retried.sum(), 8, v.boxes)
					now := progress.Of(retried.worker.opts.Job).Snapshot()
					if anew := 8 * v.boxes; now.Written+now.Failed != anew || now.Resumed != retried.sum().Rows-anew {
						t.Errorf("%+v, want %d anew of %d", now, anew, retried.sum().Rows)
					}
				})
			}
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func requests(server *testweb.Server, table []listed) []int {
	counts := make([]int, len(table))
	for i, row := range table {
		counts[i] = server.Requests(row.URL)
	}
	return counts
}

// mustEqualReports compares all but what the rows that were run again, with one
// request each, cost.
func mustEqualReports(t *testing.T, want, got shards.Report, again, boxes int64) {
	t.Helper()
	if n, latencies := got.Attempts-want.Attempts, got.Details.LatencyMS.Count()-want.Details.LatencyMS.Count(); n != again || latencies != again*boxes {
		t.Errorf("%d attempts and %d latencies more, want %d, with %d boxes each", n, latencies, again, boxes)
	}
	for _, r := range []*shards.Report{&want, &got} {
		r.Attempts, r.ElapsedMS, r.BytesWritten = 0, 0, 0 // failures' times have more digits or fewer
		r.Details.LatencyMS, r.Details.Finished = stats.Histogram{}, stats.Timeline{}
		for _, examples := range r.Details.Failures {
			for i := range examples {
				examples[i].ElapsedMS = 0
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Pieces that share a download with others share one when they are run again,
// which the others do not need.
func TestRetryShares(t *testing.T) {
	server := startWeb(t, 1)
	shared := server.URL(0, testweb.Picture{Width: 80, Height: 60})
	flaky := server.URL(0, testweb.Picture{Width: 80, Height: 60, Fault: "flaky", N: 1})
	table := []listed{
		{URL: shared, Text: "a", Box: "[[0,1,10,10,40,30,1],[0,1,90,0,99,9,1]]"},
		{URL: flaky, Text: "a", Box: "[[0,1,10,10,40,30,1],[0,1,0,0,9,9,1]]"},
		{URL: shared, Text: "a", Box: "[[0,1,0,0,20,20,1],[0,1,95,0,99,9,1]]"},
		{URL: flaky + ", UNKNOWN", Text: "a", Box: "[[0,1,1,1,9,9,1]]"},
	}
	setup := func(o *Options) {
		severalBoxes(o)
		o.Fetch.Retries = 0
	}
	first := newTable(t, table, 4, setup).mustRun()
	for _, c := range []struct {
		why           reason.Reason
		shared, flaky int
	}{{reason.DNS, 1, 1}, {reason.BoxOutside, 2, 1}, {reason.HTTP5xx, 2, 2}} {
		first = first.again(string(c.why), func(o *Options) { o.Retry = []reason.Reason{c.why} }).mustRun()
		if n, m := server.Requests(shared), server.Requests(flaky); n != c.shared || m != c.flaky {
			t.Errorf("%s: %d and %d requests, want %d and %d", c.why, n, m, c.shared, c.flaky)
		}
	}
	first.mustEqualData(newTable(t, table, 4, setup).mustRun())
	if sum := first.sum(); sum.Written != 5 || sum.Failed != 2 || sum.SharedDownloads != 2 {
		t.Errorf("%+v", sum)
	}
}

// A row that fails again has the record of its last failure, the others keep
// theirs to the byte; the data files are as they were. The run does so once.
func TestRetryFailsAgain(t *testing.T) {
	server := startWeb(t, 2)
	table := []listed{
		{URL: server.URL(0, testweb.Picture{Fault: "404"}), Box: "[0, 0, 9, 9]"},
		{URL: server.URL(1, testweb.Picture{Fault: "503"}), Box: "[0, 0, 9, 9]"},
		{URL: server.URL(0, testweb.Picture{Width: 80, Height: 60}), Box: "[0, 0, 9, 9]"},
	}
	first := newTable(t, table, 3, func(o *Options) { o.Fetch.Retries, o.Format = 0, shards.FormatJSONL }).mustRun()
	was, data := first.failures(), first.dataFiles()
	second := first.again("again", func(o *Options) {
		transients(o)
		o.Fetch.Retries = 1
	}).mustRun()
	got := second.failures()
	if diff := cmp.Diff(was[0], got[0]); diff != "" {
		t.Error(diff)
	}
	if got[1]["reason"] != "http_5xx" || was[1]["attempts"] != 1.0 || got[1]["attempts"] != 2.0 {
		t.Errorf("%v, want 2 attempts", got[1])
	}
	if diff := cmp.Diff(data, second.dataFiles()); diff != "" {
		t.Error(diff)
	}
	second.checkFiles(false)
	asked := server.Stats().Requests
	second.emitted = nil
	second.mustRun()
	if n := server.Stats().Requests - asked; n != 0 || len(second.emitted) != 1 {
		t.Errorf("%d requests when the runner hands the shard out again", n)
	}
}
