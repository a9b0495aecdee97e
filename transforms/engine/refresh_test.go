package engine

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/originals"
)

// TestAskedAgain has a picture of the store asked for again, of a server that answers
// in one way and another.
func TestAskedAgain(t *testing.T) {
	pictures, err := testweb.Start(testweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pictures.Close)
	body := func(id uint64) []byte {
		resp, err := http.Get(pictures.URL(0, testweb.Picture{ID: id, Width: 64, Height: 64})) //nolint:noctx // of a test's server
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close() //nolint:errcheck // it was read
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	first, second := body(1), body(2)
	tests := []struct {
		name   string
		answer func(w http.ResponseWriter)
		stored bool   // the row is of the store's picture
		reason string // why it fails
	}{
		{"unchanged", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotModified) }, true, ""},
		{"another picture", func(w http.ResponseWriter) { _, _ = w.Write(second) }, false, ""},
		{"gone", func(w http.ResponseWriter) { w.WriteHeader(http.StatusGone) }, false, "http_4xx"},
		{"opted out", func(w http.ResponseWriter) { w.Header().Set("X-Robots-Tag", "noai"); _, _ = w.Write(first) }, false, "opted_out"},
		{"out of order", func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, true, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			var again atomic.Bool
			var asked atomic.Value
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if again.Load() {
					asked.Store(r.Header.Get("If-None-Match"))
					c.answer(w)
					return
				}
				w.Header().Set("ETag", `"v1"`)
				_, _ = w.Write(first)
			}))
			t.Cleanup(server.Close)
			store := filepath.Join(t.TempDir(), "originals")
			run := func(job string, refresh Refresh) *bench {
				t.Helper()
				b := newBench(t, []string{server.URL + "/a.jpg"}, 1, func(o *Options) {
					o.Job, o.Originals = job, Originals{URI: store, Started: time.Now(), Refresh: refresh}
					o.Fetch.Retries = 0
				})
				if err := b.run(t.Context()); err != nil {
					t.Fatal(err)
				}
				return b
			}
			before := run("first", Refresh{}).emitted[0]
			again.Store(true)
			after := run("second", Refresh{Age: time.Nanosecond}).emitted[0]
			if got := asked.Load(); got != `"v1"` {
				t.Errorf("it asked with If-None-Match: %v", got)
			}
			if c.reason != "" {
				if after.Report.Reasons[c.reason] != 1 {
					t.Errorf("the row failed for %v, want %s", after.Report.Reasons, c.reason)
				}
				return
			}
			if same := after.Data.SHA256 == before.Data.SHA256; same != c.stored || after.Report.Stored == 1 != c.stored || after.Report.Attempts == 0 {
				t.Errorf("the same bytes: %v; report %+v", same, after.Report)
			}
			s, err := originals.Open(t.Context(), files.New(), store, originals.Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close(t.Context()) //nolint:errcheck // nothing was written
			found, ok, err := s.Find(server.URL + "/a.jpg")
			if err != nil || !ok || found.Failed {
				t.Errorf("the store has %+v, %v, %v; want a picture", found, ok, err)
			}
		})
	}
}
