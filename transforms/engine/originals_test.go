package engine

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// TestChoose has a store with links whose first letter says what it has of them, and
// rows of several of these.
func TestChoose(t *testing.T) {
	started := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	b := newBench(t, nil, 1, func(o *Options) {
		o.Originals = Originals{URI: filepath.Join(t.TempDir(), "originals"), Started: started}
	})
	w := b.worker
	picture := func(link string, at time.Time) {
		if err := w.originals.PutPicture(t.Context(), originals.Record{Link: link, FetchedAt: at}, []byte(link)); err != nil {
			t.Fatal(err)
		}
	}
	failure := func(link string, why reason.Reason, limit int64) {
		r := originals.Record{Link: link, FetchedAt: started.Add(-time.Hour), Reason: string(why), Limit: limit}
		if err := w.originals.PutFailure(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	picture("old1", started.Add(-time.Hour))
	picture("old2", started.Add(-time.Hour))
	picture("new", started.Add(time.Minute))
	failure("dead", reason.HTTP4xx, 0)
	failure("large", reason.TooLarge, w.opts.Fetch.MaxBytes)
	failure("larger", reason.TooLarge, w.opts.Fetch.MaxBytes-1) // before the limit was raised
	failure("tls", reason.TLS, 0)
	failure("robots", reason.BlockedByRobots, 0) // which are not respected now
	tests := []struct {
		links  []string
		want   []string // to be tried
		stored string   // taken from the store
		ask    int      // before the store has one
		dead   string
	}{
		{links: []string{"a"}, want: []string{"a"}, ask: 1},
		{links: []string{"a", "b"}, want: []string{"a", "b"}, ask: 2},
		{links: []string{"old1"}, want: []string{"old1"}, stored: "old1", ask: -1},
		{links: []string{"new"}, want: []string{"new"}, stored: "new", ask: -1},
		{links: []string{"a", "old1", "b", "old2"}, want: []string{"old1", "a", "b", "old2"}, stored: "old1", ask: -1},
		{links: []string{"new", "old1"}, want: []string{"old1", "new"}, stored: "old1", ask: -1},
		{links: []string{"a", "new"}, want: []string{"a", "new"}, ask: 1},
		{links: []string{"dead", "new"}, want: []string{"new"}, stored: "new", ask: -1},
		{links: []string{"dead", "a", "new", "b"}, want: []string{"a", "new", "b"}, ask: 1},
		{links: []string{"large", "dead"}, dead: "dead", ask: -1},
		{links: []string{"dead", "large", "tls"}, dead: "tls", ask: -1},
		{links: []string{"larger"}, want: []string{"larger"}, ask: 1},
		{links: []string{"robots"}, want: []string{"robots"}, ask: 1},
	}
	for _, c := range tests {
		t.Run(fmt.Sprint(c.links), func(t *testing.T) {
			got, err := w.choose(c.links)
			if err != nil {
				t.Fatal(err)
			}
			linkOf := func(f *originals.Found) string {
				if f == nil {
					return ""
				}
				return f.Link
			}
			if diff := cmp.Diff(c.want, got.links); diff != "" || linkOf(got.stored) != c.stored || got.ask != c.ask || linkOf(got.dead) != c.dead {
				t.Errorf("got %+v, stored %q, dead %q; want %+v", got, linkOf(got.stored), linkOf(got.dead), c)
			}
		})
	}
}

// TestRefresh says what is asked for again.
func TestRefresh(t *testing.T) {
	hour := time.Now().Add(-time.Hour)
	picture, failure := originals.Found{FetchedAt: hour}, originals.Found{FetchedAt: hour, Failed: true, Cause: originals.Cause{Reason: string(reason.DNS)}}
	tests := []struct {
		name             string
		refresh          Refresh
		retry            []reason.Reason
		picture, failure bool
	}{
		{"never", Refresh{}, nil, false, false},
		{"failed", Refresh{Failed: true}, nil, false, true},
		{"older than a minute", Refresh{Age: time.Minute}, nil, true, true},
		{"older than a day", Refresh{Age: 24 * time.Hour}, nil, false, false},
		{"rows are run again", Refresh{}, []reason.Reason{reason.DNS}, false, true},
		{"other rows are run again", Refresh{}, []reason.Reason{reason.HTTP4xx}, false, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			w := &Worker{opts: Options{Originals: Originals{Refresh: c.refresh}, Retry: c.retry}}
			if p, f := w.stale(picture), w.stale(failure); p != c.picture || f != c.failure {
				t.Errorf("the picture %v, the failure %v; want %v, %v", p, f, c.picture, c.failure)
			}
		})
	}
}

// TestDamagedOriginals has a picture of the store damaged: it is asked for again, and the
// others are not.
func TestDamagedOriginals(t *testing.T) {
	server, err := testweb.Start(testweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	links := make([]string, 20)
	for i := range links {
		links[i] = server.URL(0, testweb.Picture{ID: uint64(i), Width: 64, Height: 64})
	}
	store := filepath.Join(t.TempDir(), "originals")
	run := func(name string) *bench {
		t.Helper()
		b := newBench(t, links, 5, func(o *Options) {
			o.Job, o.Originals = name, Originals{URI: store, Started: time.Now()}
		})
		if err := b.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := run("first")
	parquets, err := filepath.Glob(filepath.Join(store, "*.parquet"))
	if err != nil || len(parquets) != 1 {
		t.Fatalf("%d files, %v; want one", len(parquets), err)
	}
	data, err := os.ReadFile(parquets[0])
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("\xff\xd8\xff"))
	data[at+300] ^= 1
	if err := os.WriteFile(parquets[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	server.Reset()
	second := run("second")
	if n := server.Stats().Requests; n != 1 {
		t.Errorf("%d requests, want the one for the damaged picture", n)
	}
	stored, web := int64(0), map[int]string{}
	for _, side := range first.emitted {
		web[side.Shard] = side.Data.SHA256
	}
	for _, side := range second.emitted {
		stored += side.Report.Stored
		if side.Report.Written != 5 || side.Data.SHA256 != web[side.Shard] {
			t.Errorf("shard %d: %d rows are written, or other bytes than over the web", side.Shard, side.Report.Written)
		}
	}
	if stored != 19 {
		t.Errorf("%d rows came from the store, want 19", stored)
	}
	server.Reset()
	run("third")
	if n := server.Stats().Requests; n != 0 {
		t.Errorf("%d requests, want none, as the picture was added again", n)
	}
}
