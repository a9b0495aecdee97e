package storetest

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

// Faults are what goes wrong once with every kind of request over HTTP, by name;
// serve is the server without the fault.
func Faults() map[string]func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request) {
	return map[string]func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request){
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
}

// Once makes a fault of every kind of request for a file, the first time.
func Once(fault func(serve http.HandlerFunc, w http.ResponseWriter, r *http.Request), serve http.HandlerFunc) (intercept func(http.ResponseWriter, *http.Request) bool, count func() int) {
	var seen sync.Map
	intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if _, again := seen.LoadOrStore(r.Method+r.Host+r.URL.Path, true); again {
			return false
		}
		fault(serve, w, r)
		return true
	}
	return intercept, func() int {
		n := 0
		seen.Range(func(_, _ any) bool { n++; return true })
		return n
	}
}

// WantAll checks a file of many bytes.
func WantAll(t *testing.T, f *files.Files, uri, want string) {
	t.Helper()
	got, err := f.ReadFile(t.Context(), uri)
	if err != nil || string(got) != want {
		t.Errorf("%s: read %d bytes, %v; want the %d there", uri, len(got), err, len(want))
	}
}
