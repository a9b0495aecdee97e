package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/leases"
	"github.com/beamcrop/beamcrop/io/shards"
)

// partsOutput is where a job array writes to.
type partsOutput struct {
	uri string
	dir string   // where its files lie
	env []string // by which the program finds it
}

var partsOutputs = map[string]func(t *testing.T) partsOutput{
	"local": func(t *testing.T) partsOutput {
		dir := filepath.Join(t.TempDir(), "out")
		return partsOutput{uri: dir, dir: dir}
	},
	"s3": func(t *testing.T) partsOutput {
		server := s3test.New(t, "output")
		return partsOutput{uri: "s3://output/run", dir: filepath.Join(server.Folder("output"), "run"), env: server.Env()}
	},
}

// Eight parts of a job array, of which one never starts, some are killed at random, and
// one is started twice, make the same bytes as one process does. No shard is downloaded
// twice but for those that a killed part was at.
func TestJobArray(t *testing.T) {
	testenv.Long(t)
	for store, output := range partsOutputs {
		t.Run(store, func(t *testing.T) {
			t.Parallel()
			jobArray(t, output(t))
		})
	}
}

func jobArray(t *testing.T, out partsOutput) {
	const parts, never, rows, shardRows = 8, 6, 480, 10
	web := startWeb(t, testweb.Options{Hosts: 8})
	want := make([]outcome, rows)
	for i := range want {
		p := testweb.Picture{ID: uint64(i), Width: 96, Height: 64, Latency: 100 * time.Millisecond, Jitter: 400 * time.Millisecond}
		if i%9 == 8 {
			p.Fault = "404"
		}
		want[i] = expect(web, i%8, p)
	}
	args := flags(impatient, "--input="+writeDataset(t, want), fmt.Sprint("--shard_rows=", shardRows), "--concurrency=4", "--timeout=20s", "--row_deadline=2m")
	reference := filepath.Join(t.TempDir(), "reference")
	mustRun(t, flags(args, "--output="+reference, "--concurrency=64")...)
	hashes := dataHashes(t, reference)

	web.Reset()
	random := rand.New(rand.NewPCG(7, 8))
	part := func(k int) *process {
		return startIn(t, out.env, binary, flags(args, "--output="+out.uri, fmt.Sprintf("--part=%d/%d", k, parts))...)
	}
	running := map[int]*process{}
	for k := 1; k <= parts; k++ {
		if k != never {
			running[k] = part(k)
		}
	}
	others := []*process{part(2)} // a second time
	inFlight := map[int]bool{}    // shards that a killed part was at
	victims := random.Perm(parts)[:4]
	for i, k := range victims {
		k, after := k+1, int64(rows*(i+1)/8+random.IntN(rows/16))
		p, ok := running[k]
		if !ok {
			continue
		}
		waitFor(t, func() bool { return web.Stats().Requests >= after })
		if err := p.cmd.Process.Kill(); err != nil {
			continue // it had done its share
		}
		p.wait(t)
		for _, shard := range leasesOf(t, out.dir, p.cmd.Process.Pid, rows/shardRows) {
			inFlight[shard] = true
		}
		delete(running, k)
		if i%2 == 0 {
			others = append(others, part(k)) // as a scheduler puts it back in its queue
		}
	}
	for _, p := range running {
		others = append(others, p)
	}
	tables := 0
	for _, p := range others {
		r := p.wait(t)
		if r.code != 0 {
			t.Errorf("exit code %d\n%s%s", r.code, r.stdout, r.stderr)
		}
		if strings.Contains(r.stdout, "report") {
			tables++
		} else if !strings.Contains(r.stdout, "of 480 rows are there") {
			t.Errorf("a part says %q", r.stdout)
		}
	}
	if tables == 0 { // the last of those that still worked was killed
		if r := startIn(t, out.env, binary, flags(args, "--output="+out.uri, "--part=all")...).wait(t); r.code != 0 {
			t.Fatalf("exit code %d\n%s", r.code, r.stderr)
		}
	}

	dir := out.dir
	mustEqualData(t, hashes, dir)
	if done := len(checkCommitted(t, dir)); done != rows/shardRows {
		t.Errorf("%d shards are complete, want %d", done, rows/shardRows)
	}
	s, was := readOutput(t, dir).summary, readOutput(t, reference).summary
	if s.Written != was.Written || s.Failed != was.Failed || s.Shards != was.Shards || s.Fingerprint != was.Fingerprint {
		t.Errorf("the summary is %+v, want %+v", s, was)
	}
	if left := append(leftovers(t, dir), glob(t, dir, "_beamcrop/*.lease")...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	twice := 0
	for i, w := range want {
		switch n := web.Requests(w.row.URL); {
		case n == 0:
			t.Errorf("row %d was never asked for", i)
		case n > 1 && !inFlight[i/shardRows]:
			t.Errorf("row %d of shard %d was asked for %d times, though no killed part was at it", i, i/shardRows, n)
		case n > 1:
			twice++
		}
	}
	t.Logf("%d of %d rows were asked for again; shards in flight at kills: %d", twice, rows, len(inFlight))

	web.Reset()
	if r := part(3).wait(t); r.code != 0 || web.Stats().Requests > 0 {
		t.Errorf("a part of a finished job: exit code %d, %d pictures asked for\n%s", r.code, web.Stats().Requests, r.stderr)
	}
}

// leasesOf returns the shards that a killed process has a lease on. Files come and go
// meanwhile, with the others' work.
func leasesOf(t *testing.T, output string, pid, of int) (held []int) {
	t.Helper()
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	there, err := shards.ListState(t.Context(), store, output)
	if err != nil {
		t.Fatal(err)
	}
	run := ""
	for name := range there {
		data, err := store.ReadFile(t.Context(), files.Join(output, name))
		var pulse leases.Pulse
		if shards.IsPulse(name) && err == nil && json.Unmarshal(data, &pulse) == nil && pulse.PID == pid {
			run = strings.TrimSuffix(strings.TrimPrefix(name, "_beamcrop/run-"), ".pulse")
		}
	}
	for shard := range of {
		holder, err := store.ReadFile(t.Context(), files.Join(output, shards.LeaseName(shard, of)))
		if err == nil && run != "" && string(holder) == run {
			held = append(held, shard)
		}
	}
	return held
}

// A part that has done its share while another is at work says how far the job is, and
// the other one finishes it. A run without --part takes the folder over.
func TestPartsWaitForNobody(t *testing.T) {
	t.Parallel()
	web := startWeb(t, testweb.Options{})
	asked, release := make(chan struct{}, 100), make(chan struct{})
	held := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(held.Close)
	rows := good(web, 40, testweb.Picture{Width: 64, Height: 64})
	rows[3] = outcome{reason: "http_4xx", row: facecaption.Row{ID: "held", URL: held.URL + "/x.jpg", Caption: []string{"x"}, Box: ptr("[1, 2, 30, 40]")}}
	out := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--input="+writeDataset(t, rows), "--output="+out, "--shard_rows=5", "--timeout=170s", "--row_deadline=170s")
	first := start(t, flags(args, "--part=1/2")...)
	<-asked
	r := mustRun(t, flags(args, "--part=2/2")...)
	if want := "of 40 rows are there, and other parts are at work on the rest; if they end without it, run the command again with --part=all to finish"; !strings.Contains(r.stdout, want) {
		t.Errorf("the part that ended first says %q, want %q", r.stdout, want)
	}
	if len(glob(t, out, shards.SummaryName)) > 0 {
		t.Error("there is a summary of an unfinished job")
	}
	close(release)
	if r := first.wait(t); r.code != 0 || !strings.Contains(r.stdout, "written") {
		t.Errorf("the last part: exit code %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if s := readOutput(t, out).summary; s.Written != 39 || s.Failed != 1 {
		t.Errorf("the summary says %d written and %d failed, want 39 and 1", s.Written, s.Failed)
	}
}

// A part is refused before anything is downloaded where it cannot be meant.
func TestPartMistakes(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	args := flags(impatient, "--input="+writeDataset(t, good(web, 5, testweb.Picture{Width: 64, Height: 64})), "--output="+filepath.Join(t.TempDir(), "out"))
	wantMistake(t, beamcrop(t, flags(args, "--part=0/8")...), "--part counts from 1")
	wantMistake(t, beamcrop(t, flags(args, "--part=1/2", "--overwrite")...), "--part does not go with --overwrite")
	wantMistake(t, beamcrop(t, flags(args, "--part=1/2", "--runner=flink")...), "--part")
	wantMistake(t, beamcrop(t, flags(args, "--part=auto")...), "--part cannot be auto here")
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("%d pictures were asked for", n)
	}
}

// What a host sees of several parts together is what it would see of one process: no
// more, and not much less.
func TestPartsShareAHostsLimits(t *testing.T) {
	testenv.Long(t)
	const parts, most = 4, 8
	web := startWeb(t, testweb.Options{Hosts: 2})
	rows := make([]outcome, 800)
	for i := range rows {
		rows[i] = expect(web, i%2, testweb.Picture{ID: uint64(i), Width: 64, Height: 64, Latency: 200 * time.Millisecond})
	}
	args := flags(impatient, "--input="+writeDataset(t, rows), "--output="+filepath.Join(t.TempDir(), "out"), "--shard_rows=20",
		fmt.Sprint("--host_concurrency=", most), "--concurrency=64", "--timeout=20s", "--row_deadline=2m")
	var all []*process
	for k := range parts {
		all = append(all, start(t, flags(args, fmt.Sprintf("--part=%d/%d", k+1, parts))...))
	}
	for _, p := range all {
		if r := p.wait(t); r.code != 0 {
			t.Errorf("exit code %d\n%s", r.code, r.stderr)
		}
	}
	peaks := []int{}
	for _, host := range web.Stats().Hosts {
		peaks = append(peaks, host.Peak)
	}
	if slices.Max(peaks) > most || float64(slices.Min(peaks)) < 0.7*most {
		t.Errorf("hosts saw up to %v requests at a time, want at most %d and at least 70%% of that", peaks, most)
	}
}
