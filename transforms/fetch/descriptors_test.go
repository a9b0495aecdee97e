//go:build linux

package fetch

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
)

// openDescriptors counts what this process has open.
func openDescriptors(t testing.TB) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(all) - 1 // the folder itself
}

// A process with few descriptors makes fewer requests at a time, and no row fails
// for it.
func TestFewDescriptors(t *testing.T) {
	const limit = 64
	var g gate
	two := make(chan struct{})
	met := sync.OnceFunc(func() { close(two) })
	server := httptest.NewServer(g.pass(func(w http.ResponseWriter, r *http.Request) {
		if g.now.Load() >= 2 {
			met()
		}
		select {
		case <-two: // the first waits for another
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, "picture")
	}))
	defer server.Close()
	names := testdns.New(t, testdns.Hosts("h", 1))
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFewDescriptorsChild$", "-test.v")
	child.Env = append(os.Environ(), "BEAMCROP_TEST_DESCRIPTORS="+strconv.Itoa(limit),
		"BEAMCROP_TEST_SERVER="+server.Listener.Addr().String(), "BEAMCROP_TEST_DNS="+names.Addr())
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if total, peak := g.total.Load(), g.peak.Load(); total != 3000 || peak > int64(resources.ShareDescriptors(limit).InFlight) || peak < 2 {
		t.Errorf("%d requests, %d at a time", total, peak)
	}
}

// TestFewDescriptorsChild is the other process of TestFewDescriptors.
func TestFewDescriptorsChild(t *testing.T) {
	limit, err := strconv.Atoi(os.Getenv("BEAMCROP_TEST_DESCRIPTORS"))
	if err != nil {
		t.Skip("for TestFewDescriptors")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: uint64(limit), Max: uint64(limit)}); err != nil {
		t.Fatal(err)
	}
	if got := descriptorBound(); got != resources.ShareDescriptors(limit).InFlight {
		t.Errorf("%d requests", got)
	}
	f := newFetcher(t, Options{AllowPrivate: true, Concurrency: 1000, DNSServer: os.Getenv("BEAMCROP_TEST_DNS")})
	port := os.Getenv("BEAMCROP_TEST_SERVER")[len("127.0.0.1:"):]
	links := make([]string, 3000)
	for i := range links {
		links[i] = fmt.Sprintf("http://h%d.test:%s/%d", i%500+1, port, i)
	}
	for _, r := range fetchLinks(t, f, links...) {
		if r.Err != nil || r.Attempts != 1 {
			t.Errorf("%s: %d attempts, %v", r.URL, r.Attempts, r.Err)
		}
	}
}

// Nothing is left of 10,000 requests (BEAMCROP_TEST_REQUESTS for another number)
// to 2,000 hosts, good and bad: descriptors stay within the bound of kept
// connections while they go on, and none is left in the end; goleak sees to
// goroutines.
func TestNothingLeaks(t *testing.T) {
	requests := 10_000
	if testing.Short() || raceDetector {
		requests = 2000
	}
	if n, err := strconv.Atoi(os.Getenv("BEAMCROP_TEST_REQUESTS")); err == nil {
		requests = n
	}
	large := make([]byte, 300_000)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("do") {
		case "404":
			http.Error(w, "gone", http.StatusNotFound)
		case "large 404":
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(large)
		case "redirect":
			http.Redirect(w, r, "/", http.StatusFound)
		case "too large", "too large by length":
			if r.URL.Query().Get("do") == "too large by length" {
				w.Header().Set("Content-Length", strconv.Itoa(len(large)))
			}
			_, _ = w.Write(large)
		case "reset":
			testweb.AnswerRaw(w, "", true)
		case "cut":
			testweb.AnswerRaw(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", false)
		case "opted out":
			w.Header().Set("X-Robots-Tag", "noai")
			_, _ = w.Write(large)
		default:
			_, _ = io.WriteString(w, "picture")
		}
	}))
	server.Config.ErrorLog = quiet
	server.Start()
	defer server.Close()
	names := testdns.New(t, testdns.Hosts("h", 1))
	base := openDescriptors(t)
	f := newFetcher(t, Options{
		AllowPrivate: true, Concurrency: 32, HostConcurrency: 4, MaxBytes: 100_000, MaxRedirects: 1, RespectOptOut: true, DNSServer: names.Addr(),
	})
	port := server.Listener.Addr().String()[len("127.0.0.1:"):]
	kinds := []string{"", "", "404", "large+404", "redirect", "too+large", "too+large+by+length", "reset", "cut", "opted+out"}
	const batch = 1000
	bound := base + 2*min(2*32, resources.ShareDescriptors(resources.DescriptorLimit()).Idle) + 2*32 + 8 // both ends are in this process
	for first := 0; first < requests; first += batch {
		var rows sync.WaitGroup
		rows.Add(batch)
		for i := first; i < first+batch; i++ {
			link := fmt.Sprintf("http://h%d.test:%s/?do=%s&i=%d", i%2000+1, port, kinds[(i+i/2000)%len(kinds)], i)
			f.Submit(t.Context(), []string{link}, func(r Result) {
				wantClassified(t, r.Err)
				rows.Done()
			})
		}
		rows.Wait()
		if n := openDescriptors(t); n > bound {
			t.Fatalf("%d descriptors after %d requests, %d before, want at most %d", n, first+batch, base, bound)
		}
		if first/batch%10 == 9 {
			t.Logf("%d descriptors after %d requests", openDescriptors(t), first+batch)
		}
	}
	f.Close()
	server.CloseClientConnections()
	eventually(t, "all descriptors are closed", func() bool { return openDescriptors(t) <= base })
}
