package engine

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

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

// A shard whose data file is not what its sidecar says is done again; without its
// failures, only the rows that have failed are.
func TestRetryDamaged(t *testing.T) {
	server := startWeb(t, 8)
	table := patchy(server, 10, "[10, 10, 40, 30]")
	for name, c := range map[string]struct {
		damaged string
		asked   int64
	}{
		"data":     {shards.DataName(0, 1, shards.FormatParquet), 10},
		"failures": {shards.FailuresName(0, 1), 4},
	} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			first := newTable(t, table, 10, func(o *Options) { o.Fetch.Retries = 0 }).mustRun()
			data := first.folder()[c.damaged]
			data[len(data)/2] ^= 1
			if err := os.WriteFile(filepath.Join(first.worker.opts.Output, c.damaged), data, 0o600); err != nil {
				t.Fatal(err)
			}
			asked := server.Stats().Requests
			retried := first.again("again", transients).mustRun()
			if n := server.Stats().Requests - asked; n != c.asked {
				t.Errorf("%d requests, want %d", n, c.asked)
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

// patchyOnS3 is a shard on S3, in the folder run of the bucket output, some rows of which
// have failed.
func patchyOnS3(t *testing.T) (*s3test.Server, *testweb.Server, *bench) {
	t.Helper()
	store, server := s3test.Start(t, "output"), startWeb(t, 8)
	first := newTable(t, patchy(server, 10, "[10, 10, 40, 30]"), 10, func(o *Options) {
		o.Output = "s3://output/run"
		o.Fetch.Retries = 0
	}).mustRun()
	return store, server, first
}

// A sidecar that is not there at the first look, nor its copy at the next, since
// another attempt completed the shard between the two, is found.
func TestRetryLooksTwice(t *testing.T) {
	store, server, first := patchyOnS3(t)
	asked := server.Stats().Requests

	folder := filepath.Join(store.Folder("output"), "run")
	sidecar, aside := filepath.Join(folder, shards.SidecarName(0, 1)), filepath.Join(folder, "aside")
	if err := os.Rename(sidecar, aside); err != nil {
		t.Fatal(err)
	}
	var completed sync.Once
	store.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, shards.EarlierName(0, 1)) {
			completed.Do(func() {
				if err := os.Rename(aside, sidecar); err != nil {
					t.Error(err)
				}
			})
		}
		return false
	})
	next := first.again("next", nothing).mustRun()
	if n := server.Stats().Requests - asked; n > 0 {
		t.Errorf("%d requests for what the other attempt has", n)
	}
	if diff := cmp.Diff(first.emitted, next.emitted); diff != "" {
		t.Error(diff)
	}
}

// A data file that another attempt writes between the look at the sidecar and the look at
// the file is not damaged.
func TestRetryLooksAtTheDataTwice(t *testing.T) {
	store, server, first := patchyOnS3(t)
	folder := filepath.Join(store.Folder("output"), "run")
	before, after := folder+"-before", folder+"-after"
	if out, err := exec.CommandContext(t.Context(), "cp", "-a", folder, before).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	first.again("other", transients).mustRun()
	if err := errors.Join(os.Rename(folder, after), os.Rename(before, folder)); err != nil {
		t.Fatal(err)
	}
	asked := server.Stats().Requests

	var written sync.Once
	store.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, shards.DataName(0, 1, shards.FormatParquet)) {
			written.Do(func() {
				if err := errors.Join(os.Rename(folder, before), os.Rename(after, folder)); err != nil {
					t.Error(err)
				}
			})
		}
		return false
	})
	first.again("late", transients).mustRun()
	if n := server.Stats().Requests - asked; n > 0 {
		t.Errorf("%d requests for what the other attempt has", n)
	}
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
	o.previous = &previousAttempt{side: side, complete: true}
	bundle.admit(o)
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
