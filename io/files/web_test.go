package files_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// webFaults are what goes wrong once with every kind of request; serve is the
// server without the fault.
var webFaults = map[string]func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request){
	"unavailable": func(_ http.HandlerFunc, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusServiceUnavailable)
	},
	"rate-limit": func(_ http.HandlerFunc, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("RateLimit", `"api";r=0;t=0`)
		w.Header().Set("RateLimit-Policy", `"fixed window";"api";q=500;w=300`)
		w.WriteHeader(http.StatusTooManyRequests)
	},
	"reset-before": func(http.HandlerFunc, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"reset-amid": func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		serve(answer, r)
		maps.Copy(w.Header(), answer.Header())
		w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()+1))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	},
	// The connection ends in order, and too early.
	"short": func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		serve(answer, r)
		maps.Copy(w.Header(), answer.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
	},
}

// once makes a fault of every kind of request for a file, the first time.
func once(fault string, serve http.HandlerFunc) (intercept func(http.ResponseWriter, *http.Request) bool, count func() int) {
	var seen sync.Map
	intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if _, again := seen.LoadOrStore(r.Method+r.Host+r.URL.Path, true); again {
			return false
		}
		webFaults[fault](serve, w, r)
		return true
	}
	return intercept, func() int {
		n := 0
		seen.Range(func(_, _ any) bool { n++; return true })
		return n
	}
}

// TestWebFaults has each fault on a server of its own, all at once, since most
// of the time goes by waiting.
func TestWebFaults(t *testing.T) {
	data := strings.Repeat("0123456789abcde\n", 1<<14)
	var wg sync.WaitGroup
	for fault := range webFaults {
		s := newFileServer(t)
		p := webPlace(t, s)
		uri := p.plant(t, "big.parquet", data)
		intercept, count := once(fault, s.serve)
		s.intercept = intercept
		wg.Go(func() {
			readAll(t, p.files, uri, data)
			if count() != 1 {
				t.Errorf("https, %s: %d kinds of request failed, want 1: the test has lost its faults", fault, count())
			}
		})
	}
	for fault := range webFaults {
		t.Run("hf/"+fault, func(t *testing.T) {
			hub := testhub.Start(t)
			p := hubPlace(t, hub)
			large, small := p.plant(t, "big.parquet", data), p.plant(t, "small.txt", data)
			intercept, count := once(fault, hub.Serve)
			hub.OnRequest(intercept)
			readAll(t, p.files, large, data)
			readAll(t, p.files, small, data)
			if infos, err := p.files.Glob(t.Context(), p.dir+"/*"); err != nil || len(infos) != 2 {
				t.Errorf("glob: %v, %v", infos, err)
			}
			// The commit, a listing, descriptions; two redirects, the cache, the CDN.
			if want := 7; count() != want {
				t.Errorf("%d kinds of request failed, want %d: the test has lost its faults", count(), want)
			}
		})
	}
	wg.Wait()
}

func readAll(t *testing.T, f *files.Files, uri, want string) {
	t.Helper()
	got, err := f.ReadFile(t.Context(), uri)
	if err != nil || string(got) != want {
		t.Errorf("%s: read %d bytes, %v; want the %d there", uri, len(got), err, len(want))
	}
}

// TestWebGivesUp: a server that is down stays down, and is asked a few times.
func TestWebGivesUp(t *testing.T) {
	s := newFileServer(t)
	asked := 0
	s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
		asked++
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	f := newFiles(t)
	err := second(f.Stat(t.Context(), s.url+"/a.parquet?key=secret"))
	if err == nil || !strings.Contains(err.Error(), "503") || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v; want 503, and not the link's query", err)
	}
	if asked != store.Attempts {
		t.Errorf("asked %d times, want %d", asked, store.Attempts)
	}
}
