package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A store that goes away while a job runs, and comes back, costs time and nothing
// else, whether connections to it break or it answers 503. BEAMCROP_BLINK=20s has it
// away for longer.
func TestStoreThatBlinks(t *testing.T) {
	away := 1500 * time.Millisecond
	if asked := os.Getenv("BEAMCROP_BLINK"); asked != "" {
		var err error
		if away, err = time.ParseDuration(asked); err != nil {
			t.Fatal(err)
		}
	}
	const n, shardRows = 120, 6
	web := startWeb(t, testweb.Options{Hosts: 4})
	rows := make([]outcome, n)
	for i := range rows {
		rows[i] = expect(web, i%4, testweb.Picture{ID: uint64(i), Width: 64, Height: 64, Latency: 60 * time.Millisecond})
	}
	input := writeDataset(t, rows)
	for scheme, serve := range map[string]func(t *testing.T) *blinkingProxy{"s3": blinkingS3, "gs": blinkingGS} {
		for how, name := range map[blink]string{breaks: "connections break", unavailable: "it answers 503"} {
			t.Run(scheme+"/"+name, func(t *testing.T) {
				proxy := serve(t)
				in, out := scheme+"://input/faces.parquet", scheme+"://output/run"
				upload(t, input, in)
				web.Reset()
				p := start(t, flags(impatient, "--input="+in, "--output="+out, "--shard_rows="+strconv.Itoa(shardRows), "--concurrency=4")...)
				waitFor(t, func() bool { return web.Stats().Requests >= n/3 })
				proxy.blink(how, away)
				if r := p.wait(t); r.code != 0 {
					t.Fatalf("exit code %d: %s", r.code, r.stderr)
				}
				if proxy.met[how].Load() == 0 {
					t.Error("nothing met the fault: the test has lost it")
				}
				dir := download(t, out)
				if shards := len(checkCommitted(t, dir)); shards != n/shardRows {
					t.Errorf("%d shards, want %d", shards, n/shardRows)
				}
				if left := leftovers(t, dir); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
				for _, row := range rows {
					if asked := web.Requests(row.row.URL); asked != 1 {
						t.Errorf("%s was asked for %d times", row.row.URL, asked)
					}
				}
			})
		}
	}
}

// blink is what a proxy does with connections.
type blink int32

const (
	forwards blink = iota
	breaks
	unavailable // it answers 503
)

// blinkingProxy passes TCP connections on to a server, except while it blinks.
type blinkingProxy struct {
	listener net.Listener
	to       string
	doing    atomic.Int32
	met      [3]atomic.Int64 // connections and requests, by what became of them

	mu   sync.Mutex
	open map[net.Conn]bool
	all  sync.WaitGroup
}

func startBlinkingProxy(t *testing.T) *blinkingProxy {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &blinkingProxy{listener: listener, open: map[net.Conn]bool{}}
	t.Cleanup(func() {
		_ = listener.Close()
		p.breakAll()
		p.all.Wait()
	})
	return p
}

func (p *blinkingProxy) url() string { return "http://" + p.listener.Addr().String() }

// serve passes on to the server of a URL.
func (p *blinkingProxy) serve(t *testing.T, server string) {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	p.to = u.Host
	p.all.Go(func() {
		for {
			conn, err := p.listener.Accept()
			if err != nil {
				return
			}
			p.all.Go(func() { p.handle(conn) })
		}
	})
}

// blink breaks the connections that there are, and does the like with new ones for a
// while.
func (p *blinkingProxy) blink(how blink, away time.Duration) {
	p.doing.Store(int32(how))
	p.breakAll()
	time.Sleep(away) // how long it is away is the input of the test
	p.doing.Store(int32(forwards))
}

func (p *blinkingProxy) breakAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.open {
		_ = conn.Close()
	}
}

func (p *blinkingProxy) handle(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // it may be broken already
	now := blink(p.doing.Load())
	p.met[now].Add(1)
	switch now {
	case breaks:
		return
	case unavailable:
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			_, _ = io.WriteString(conn, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		}
		return
	}
	up, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.to)
	if err != nil {
		return
	}
	defer up.Close() //nolint:errcheck // it may be broken already
	p.mu.Lock()
	p.open[conn], p.open[up] = true, true
	p.mu.Unlock()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{conn, up}, {up, conn}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1]) // until either end closes
			_, _ = way[0].Close(), way[1].Close()
		})
	}
	both.Wait()
	p.mu.Lock()
	delete(p.open, conn)
	delete(p.open, up)
	p.mu.Unlock()
}

func blinkingS3(t *testing.T) *blinkingProxy {
	t.Helper()
	p := startBlinkingProxy(t)
	p.serve(t, s3test.Start(t, "input", "output").URL)
	t.Setenv("AWS_ENDPOINT_URL", p.url())
	return p
}

func blinkingGS(t *testing.T) *blinkingProxy {
	t.Helper()
	p := startBlinkingProxy(t)
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, ExternalURL: p.url()})
	if err != nil {
		t.Fatal(err)
	}
	behind := httptest.NewServer(server.HTTPHandler())
	t.Cleanup(behind.Close)
	for _, bucket := range []string{"input", "output"} {
		server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
	}
	p.serve(t, behind.URL)
	t.Setenv("STORAGE_EMULATOR_HOST", p.url())
	return p
}
