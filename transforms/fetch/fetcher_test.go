package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// fetchAll submits one row for each list of links and returns their results, in
// order.
func fetchAll(t testing.TB, f *Fetcher, rows ...[]string) []Result {
	t.Helper()
	results := make([]Result, len(rows))
	var wait sync.WaitGroup
	wait.Add(len(rows))
	for i, links := range rows {
		f.Submit(t.Context(), links, func(r Result) {
			results[i] = r
			wait.Done()
		})
	}
	wait.Wait()
	return results
}

// gate counts requests in flight as the server sees them.
type gate struct{ now, peak, total atomic.Int64 }

func (g *gate) pass(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		g.total.Add(1)
		n := g.now.Add(1)
		defer g.now.Add(-1)
		for {
			peak := g.peak.Load()
			if n <= peak || g.peak.CompareAndSwap(peak, n) {
				break
			}
		}
		next(w, r)
	}
}

func newFetcher(t testing.TB, o Options) *Fetcher {
	t.Helper()
	f, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func TestPeakAtTheServer(t *testing.T) {
	const limit = 5
	var g gate
	full := make(chan struct{})
	var once sync.Once
	server := httptest.NewServer(g.pass(func(w http.ResponseWriter, r *http.Request) {
		if g.now.Load() == limit {
			once.Do(func() { close(full) })
		}
		if g.total.Load() > 20 { // by then the host has shown that it answers
			<-full // so that the peak is reached for certain
		}
		if strings.HasPrefix(r.URL.Path, "/moved") {
			http.Redirect(w, r, "/"+r.URL.Path[len("/moved"):], http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(r.URL.Path))
	}))
	defer server.Close()
	f := newFetcher(t, Options{HostConcurrency: limit, MaxRedirects: 1, AllowPrivate: true})
	var rows [][]string
	for i := range 200 {
		rows = append(rows, []string{fmt.Sprintf("%s/%d", server.URL, i)}, []string{fmt.Sprintf("%s/moved%d", server.URL, i)})
	}
	for i, r := range fetchAll(t, f, rows...) {
		if want := fmt.Sprintf("/%d", i/2); r.Err != nil || string(r.Body) != want {
			t.Errorf("row %d: %q, %v, want %q", i, r.Body, r.Err, want)
		}
	}
	if g.peak.Load() != limit || g.total.Load() != 600 {
		t.Errorf("%d requests, %d at once, want 600, %d at once", g.total.Load(), g.peak.Load(), limit)
	}
	if s := f.Stats(); s.Attempts != 400 {
		t.Errorf("%+v", s)
	}
}

func TestRecovery(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n := seen[r.URL.Path]
		seen[r.URL.Path]++
		mu.Unlock()
		if n > 0 && r.URL.Path != "/gone" {
			_, _ = w.Write([]byte("picture"))
			return
		}
		switch r.URL.Path {
		case "/503":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/429":
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/cut":
			testweb.AnswerRaw(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", false)
		case "/reset":
			testweb.AnswerRaw(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", true)
		case "/closed":
			testweb.AnswerRaw(w, "", false)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		}
	}))
	server.Config.ErrorLog = quiet
	// On a connection that was used before, a request whose answer did not begin
	// is made once more; here the number of attempts is to be sure.
	server.Config.SetKeepAlivesEnabled(false)
	server.Start()
	defer server.Close()
	f := newFetcher(t, Options{Retries: 2, AllowPrivate: true})
	for _, path := range []string{"/503", "/429", "/cut", "/reset", "/closed"} {
		t.Run(path, func(t *testing.T) {
			r := fetchAll(t, f, []string{server.URL + path})[0]
			if r.Err != nil || string(r.Body) != "picture" || r.Attempts != 2 || r.Status != 200 {
				t.Errorf("%+v", r)
			}
		})
	}
	t.Run("another link", func(t *testing.T) {
		r := fetchAll(t, f, []string{server.URL + "/gone", "nonsense", server.URL + "/503"})[0]
		if r.Err != nil || r.URL != server.URL+"/503" || r.Attempts != 2 {
			t.Errorf("%+v", r)
		}
	})
}

func TestRedirects(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("%s carries %v", r.URL, r.Header)
		}
		w.Header().Set("Set-Cookie", "a=b")
		left, err := strconv.Atoi(r.URL.Path[1:])
		switch {
		case r.URL.Path == "/circle":
			http.Redirect(w, r, "/round", http.StatusFound)
		case r.URL.Path == "/round":
			http.Redirect(w, r, "/circle", http.StatusFound)
		case err == nil && left > 0:
			http.Redirect(w, r, fmt.Sprint("/", left-1), http.StatusMovedPermanently)
		}
	}))
	defer server.Close()
	f := newFetcher(t, Options{MaxRedirects: 3, AllowPrivate: true})
	for path, want := range map[string]reason.Reason{"/3": "", "/4": reason.TooManyRedirects, "/circle": reason.TooManyRedirects} {
		t.Run(path, func(t *testing.T) {
			r := fetchAll(t, f, []string{server.URL + path})[0]
			if r.Attempts != 1 {
				t.Errorf("%d attempts", r.Attempts)
			}
			if want != "" {
				wantReason(t, r, want)
			} else if r.Err != nil {
				t.Error(r.Err)
			}
		})
	}
}

func TestPrivateIsRefusedByDefault(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	defer server.Close()
	f := newFetcher(t, Options{Retries: 3})
	r := fetchAll(t, f, []string{server.URL})[0]
	wantReason(t, r, reason.BlockedAddress)
	if r.Attempts != 1 {
		t.Errorf("%d attempts", r.Attempts)
	}
}

// Large bodies take turns in the budget, whatever their number, and a consumer
// that keeps one does not stop the others for good.
func TestLargeBodiesTakeTurns(t *testing.T) {
	body := bytes.Repeat([]byte("x"), 2<<20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(body) // chunked, so each takes MaxBytes of the budget, which is all
	}))
	defer server.Close()
	f := newFetcher(t, Options{HostConcurrency: 16, MaxBytes: 512 << 20, AllowPrivate: true})
	rows := make([][]string, 12)
	for i := range rows {
		rows[i] = []string{fmt.Sprint(server.URL, "/", i)}
	}
	for _, r := range fetchAll(t, f, rows...) {
		if r.Err != nil || len(r.Body) != len(body) {
			t.Errorf("%d bytes, %v", len(r.Body), r.Err)
		}
	}
}

func TestCloseAbortsRequests(t *testing.T) {
	arrived := make(chan struct{}, 20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	f := newFetcher(t, Options{Timeout: time.Hour, AllowPrivate: true})
	results := make(chan Result, 20)
	for i := range 20 {
		f.Submit(context.Background(), []string{fmt.Sprint(server.URL, "/", i)}, func(r Result) { results <- r })
	}
	for range 2 { // no more are sent to a host that has not answered
		<-arrived
	}
	f.Close()
	close(results)
	n := 0
	for r := range results {
		n++
		wantCanceled(t, r)
	}
	if n != 20 {
		t.Errorf("%d of 20 rows are done", n)
	}
}

// A redirect is checked like any link: only its first host is allowed here.
func TestRedirectToABlockedAddress(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, port, err := net.SplitHostPort(r.Host)
		if err != nil {
			t.Error(err)
		}
		http.Redirect(w, r, "http://"+net.JoinHostPort(r.URL.Path[1:], port), http.StatusFound)
	}))
	defer server.Close()
	f := guarded(t, Options{MaxRedirects: 3}, "127.0.0.1/32")
	for _, host := range []string{"127.0.0.2", "169.254.169.254", "::1", "::ffff:127.0.0.2"} {
		t.Run(host, func(t *testing.T) {
			r := fetchAll(t, f, []string{server.URL + "/" + host})[0]
			wantReason(t, r, reason.BlockedAddress)
		})
	}
}
