package engine

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

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
	if room := b.worker.room; room.rows != 0 || room.bytes != 0 {
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

// A run that was killed while it wrote a shard again, wherever it was, has lost
// nothing: the plain command asks for no picture, --retry_failed for those that
// still are to be had, and the end is that of a clean run.
func TestRetryKilled(t *testing.T) {
	for name, change := range map[string]func(*Options){"webdataset": webDataset, "parquet": nothing} {
		server := startWeb(t, 8)
		table := patchy(server, 10, "[10, 10, 40, 30]")
		first := newTable(t, table, 10, func(o *Options) {
			change(o)
			o.Fetch.Retries = 0
		}).mustRun()
		marker := shards.SidecarName(0, 1)
		before := first.folder()
		after := first.again("again", transients).mustRun()
		then := after.folder()
		names := []string{shards.FailuresName(0, 1)}
		for i, format := range shards.FilesOf(first.worker.opts.Format) {
			names = slices.Insert(names, i, shards.DataName(0, 1, format))
		}
		// The writes, one by one.
		state := maps.Clone(before)
		states := []map[string][]byte{maps.Clone(state)}
		step := func(name string, data []byte) {
			if state[name] = data; data == nil {
				delete(state, name)
			}
			states = append(states, maps.Clone(state))
		}
		step(shards.EarlierName(0, 1), before[marker])
		step(marker, nil)
		for _, name := range names {
			step(name, then[name])
		}
		step(marker, then[marker])
		for i, state := range states {
			for _, retry := range []bool{false, true} {
				t.Run(fmt.Sprint(name, " after ", i, " writes, retry ", retry), func(t *testing.T) {
					killed := newTable(t, table, 10, change)
					for name, data := range state {
						if err := files.New().WriteFile(t.Context(), files.Join(killed.worker.opts.Output, name), data); err != nil {
							t.Fatal(err)
						}
					}
					asked := server.Stats().Requests
					if !retry {
						killed.mustRun()
						if n := server.Stats().Requests - asked; n > 0 {
							t.Errorf("%d requests to go on", n)
						}
						if _, left := killed.folder()[shards.EarlierName(0, 1)]; left && i > 1 && i < len(states)-1 {
							t.Error("the former sidecar is left behind")
						}
					}
					killed.again("again", transients).mustRun()
					if n, most := server.Stats().Requests-asked, int64(2); n > most {
						t.Errorf("%d requests, want %d at most", n, most)
					}
					killed.mustEqualData(after)
					if diff := cmp.Diff(ids(after.failures()), ids(killed.failures())); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

func ids(lines []map[string]any) (all []string) {
	for _, line := range lines {
		all = append(all, fmt.Sprint(line["id"], " ", line["reason"], " ", line["detail"], " ", line["attempts"]))
	}
	return all
}

// A shard whose file is not what its sidecar says was not complete.
func TestRetryDamaged(t *testing.T) {
	server := startWeb(t, 8)
	table := patchy(server, 10, "[10, 10, 40, 30]")
	for name, damaged := range map[string]string{"data": shards.DataName(0, 1, shards.FormatParquet), "failures": shards.FailuresName(0, 1)} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			first := newTable(t, table, 10, func(o *Options) { o.Fetch.Retries = 0 }).mustRun()
			data := first.folder()[damaged]
			data[len(data)/2] ^= 1
			if err := os.WriteFile(filepath.Join(first.worker.opts.Output, damaged), data, 0o600); err != nil {
				t.Fatal(err)
			}
			asked := server.Stats().Requests
			retried := first.again("again", transients).mustRun()
			if n := server.Stats().Requests - asked; n != 10 {
				t.Errorf("%d requests, want those of all 10 rows", n)
			}
			retried.mustEqualData(newTable(t, table, 10, nothing).mustRun())
			retried.checkFiles(false)
		})
	}
}

// A runner may have a shard run again twice at once, and so may a second command:
// nothing that was there is lost, nor asked for again.
func TestRetryTwiceAtOnce(t *testing.T) {
	server := startWeb(t, 8)
	table := patchy(server, 60, "[10, 10, 40, 30]")
	for i := range 6 {
		server.Reset()
		first := newTable(t, table, 4, func(o *Options) {
			o.Fetch.Retries = 0
			webDataset(o)
		}).mustRun()
		asked := requests(server, table)
		a := first.again("again", transients)
		a.runTwiceAtOnce()
		for row, n := range requests(server, table) {
			if most := asked[row] + 2*bit(row%5 == 1); n > most {
				t.Errorf("round %d: row %d was asked for %d times, want %d at most", i, row, n, most)
			}
		}
		a.checkFiles(true)
		a.mustEqualData(newTable(t, table, 4, webDataset).mustRun())
	}
}

// A retry that cannot write a shard's files to their end leaves what it began
// from, and what it has written, for the next run.
func TestRetryUnwritable(t *testing.T) {
	server := startWeb(t, 1)
	table := []listed{
		{URL: server.URL(0, testweb.Picture{Width: 80, Height: 60}), Box: "[0, 0, 9, 9]"},
		{URL: server.URL(0, testweb.Picture{Width: 80, Height: 60, Fault: "flaky", N: 1, Latency: 300 * time.Millisecond}), Box: "[0, 0, 9, 9]"},
		{URL: server.URL(0, testweb.Picture{Fault: "404"}), Box: "[0, 0, 9, 9]"},
	}
	first := newTable(t, table, 3, func(o *Options) { o.Fetch.Retries = 0 }).mustRun()
	retry := first.again("again", transients)
	finished := make(chan error, 1)
	go func() { finished <- retry.run(t.Context()) }()
	waitFor(t, func() bool { return server.Stats().InFlight > 0 }, "a request") // the files have been read back by then
	failures := filepath.Join(first.worker.opts.Output, "failures")
	aside := filepath.Join(t.TempDir(), "aside")
	if err := errors.Join(os.Rename(failures, aside), os.Symlink(filepath.Join(aside, "none", "none"), failures)); err != nil {
		t.Fatal(err)
	}
	if err := <-finished; err == nil {
		t.Fatal("the failures were written below a folder that is not there")
	}
	if err := errors.Join(os.Remove(failures), os.Rename(aside, failures)); err != nil {
		t.Fatal(err)
	}
	left := first.folder()
	if left[shards.SidecarName(0, 1)] != nil || left[shards.EarlierName(0, 1)] == nil {
		t.Errorf("%v stand there, want no sidecar, and the former one", slices.Sorted(maps.Keys(left)))
	}
	asked := server.Stats().Requests
	next := first.again("next", nothing).mustRun()
	if n := server.Stats().Requests - asked; n > 0 || next.sum().Written != 2 || next.sum().Failed != 1 {
		t.Errorf("%d requests to go on, and %+v", n, next.sum())
	}
	next.checkFiles(false)
	next.mustEqualData(newTable(t, table, 3, nothing).mustRun())
}

// Files that become another attempt's between the look at the sidecar and the
// reading are not damaged: what they have become is gone on from.
func TestRetryLooksAgain(t *testing.T) {
	server := startWeb(t, 8)
	table := patchy(server, 10, "[10, 10, 40, 30]")
	first := newTable(t, table, 10, func(o *Options) { o.Fetch.Retries = 0 }).mustRun()
	late := first.again("again", transients)
	side, complete, err := late.worker.completed(t.Context(), first.shards[0])
	if err != nil || !complete {
		t.Fatal(complete, err)
	}
	other := first.again("again", transients).mustRun()
	asked := server.Stats().Requests

	bundle := late.worker.NewBundle(t.Context())
	defer bundle.Close() //nolint:errcheck // it is finished, or the test has failed
	o := newOpenShard(bundle, first.shards[0])
	o.earlier = &earlier{side: side, complete: true}
	bundle.admit(o.shard.Rows())
	bundle.open[o] = struct{}{}
	if err := errors.Join(bundle.start(o, late.emit), bundle.Finish(late.emit)); err != nil {
		t.Fatal(err)
	}
	if n := server.Stats().Requests - asked; n > 0 {
		t.Errorf("%d requests for what the other attempt has", n)
	}
	if diff := cmp.Diff(other.emitted, late.emitted); diff != "" {
		t.Error(diff)
	}
	late.checkFiles(true)
}
