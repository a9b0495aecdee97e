package fetch

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func startWeb(t *testing.T, o testweb.Options) *testweb.Server {
	t.Helper()
	server, err := testweb.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// loopbackOnly returns a fetcher that reaches loopback and the open web.
func loopbackOnly(t *testing.T, o Options) *Fetcher {
	t.Helper()
	return guarded(t, o, "127.0.0.0/8")
}

// guarded returns a fetcher that reaches a range of IPv4 addresses and the open web.
func guarded(t *testing.T, o Options, allowed string) *Fetcher {
	t.Helper()
	o = o.filled()
	c := o.client()
	c.Guard = guard.New(netip.MustParsePrefix(allowed))
	f := connect(o, c)
	t.Cleanup(f.Close)
	return f
}

// Every fault of the test server: its reason, whether it is tried again, and no
// error that classify does not know.
func TestEveryFault(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	ours := map[reason.Reason]bool{}
	for _, r := range []reason.Reason{
		reason.BlockedAddress, reason.OptedOut, reason.Connect, reason.Timeout, reason.TooSlow, reason.TooManyRedirects,
		reason.HTTP4xx, reason.HTTP429, reason.HTTP5xx, reason.TooLarge, reason.Truncated,
	} {
		ours[r] = true
	}
	o := Defaults()
	o.Timeout, o.Retries, o.MaxBytes, o.RowDeadline = 2*time.Second, 1, 1_000_000, time.Minute
	f := loopbackOnly(t, o)
	for _, fault := range testweb.Faults() {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			why, recovers := fault.Want()
			want := reason.Reason(why)
			if recovers || !ours[want] || fault == "cut_image" { // what is wrong with the picture itself is not seen here
				want = ""
			}
			link := server.URL(0, testweb.Picture{ID: 7, Width: 96, Height: 64, Fault: fault})
			r := fetchLinks(t, f, link)[0]
			if want == "" {
				if r.Err != nil {
					t.Error(r.Err)
				}
				return
			}
			wantReason(t, r, want)
			if again := r.Attempts > 1; again != fault.Transient() {
				t.Errorf("%d attempts at %v", r.Attempts, r.Err)
			}
			wantClassified(t, r.Err)
		})
	}
}

func wantClassified(t *testing.T, err error) {
	t.Helper()
	var unknown interface{ Unclassified() bool }
	if errors.As(err, &unknown) {
		t.Errorf("the client does not know %v", err)
	}
}

// What is said of a row after redirects names where they led.
func TestFinalURL(t *testing.T) {
	f := newFetcher(t, Options{AllowPrivate: true, MaxRedirects: 2})
	base := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/to-good":
			http.Redirect(w, r, "/good", http.StatusFound)
		case "/to-gone":
			http.Redirect(w, r, "/gone", http.StatusFound)
		case "/gone":
			http.Error(w, "removed by its owner", http.StatusGone)
		}
	})
	for path, want := range map[string]string{
		"/good": "", "/to-good": base + "/good",
	} {
		if r := fetchLinks(t, f, base+path)[0]; r.Err != nil || r.FinalURL != want {
			t.Errorf("%s led to %q, %v", path, r.FinalURL, r.Err)
		}
	}
	r := fetchLinks(t, f, base+"/to-gone")[0]
	wantReason(t, r, reason.HTTP4xx)
	want := `status 410 Gone: "removed by its owner" (redirected to ` + base + `/gone)`
	if !strings.HasSuffix(r.Err.Error(), want) || r.URL != base+"/to-gone" || r.Status != 410 {
		t.Errorf("%s, status %d: %v", r.URL, r.Status, r.Err)
	}
}
