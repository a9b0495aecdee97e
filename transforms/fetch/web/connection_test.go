package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/guard"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestGetTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = quiet
	server.StartTLS()
	defer server.Close()
	c, plain := serve(t, Options{}, func(http.ResponseWriter, *http.Request) {})
	for name, link := range map[string]string{
		"unknown authority": server.URL,
		"not a TLS server":  strings.Replace(plain, "http:", "https:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if o := fetchOne(t, c, link); o.Err == nil || o.Err.Reason != reason.TLS || o.Err.Retry {
				t.Errorf("got %v, want tls for good", o.Err)
			}
		})
	}
}

// A server that takes the connection and then says nothing.
func TestGetTLSSilence(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // a test's
	c, _ := serve(t, Options{Timeout: 400 * time.Millisecond}, nil)
	o := fetchOne(t, c, "https://"+listener.Addr().String())
	if o.Err == nil || o.Err.Reason != reason.Timeout || !o.Err.Retry || !strings.Contains(o.Err.Error(), "TLS handshake") {
		t.Errorf("got %v, want the handshake's timeout", o.Err)
	}
}

func TestGetNoServer(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	link := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c, _ := serve(t, Options{}, nil)
	if o := fetchOne(t, c, link); o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry {
		t.Errorf("got %v, want connect to be retried", o.Err)
	}
}

func TestGetBlocked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	defer server.Close()
	c := newTestClient(t, Options{Guard: guard.New()})
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "10.0.0.1"} {
		t.Run(host, func(t *testing.T) {
			if o := fetchOne(t, c, "http://"+host+port); o.Err == nil || o.Err.Reason != reason.BlockedAddress || o.Err.Retry {
				t.Errorf("got %v, want blocked_address for good", o.Err)
			}
		})
	}
}

func TestGetReusesConnections(t *testing.T) {
	addresses := make(chan string, 10)
	c, link := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		addresses <- r.RemoteAddr
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/", http.StatusFound)
		case "/missing":
			http.NotFound(w, r)
		default:
			_, _ = io.WriteString(w, "picture")
		}
	})
	for _, path := range []string{"/", "/missing", "/moved", "/missing", "/"} {
		fetchOne(t, c, link+path)
	}
	first := <-addresses
	for range 4 {
		if next := <-addresses; next != first {
			t.Errorf("a second connection: %s after %s", next, first)
		}
	}
}

func TestGetCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c, base := serve(t, Options{}, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	to, err := link.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	if o := c.Get(ctx, to, time.Hour); o.Err == nil {
		t.Error("no error")
	}
}

func TestGetHTTP2(t *testing.T) {
	connections := make(chan string, 10)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connections <- r.RemoteAddr
		switch r.URL.Path {
		case "/reset":
			panic(http.ErrAbortHandler)
		case "/header":
			w.Header()["X-Large"] = slices.Repeat([]string{strings.Repeat("x", 1<<10)}, 100)
		case "/slow":
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(50 * time.Millisecond)
			}
		case "/hang":
			<-r.Context().Done()
		case "/large":
			_, _ = w.Write(make([]byte, 2<<20))
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "x")
		}
		_, _ = io.WriteString(w, r.Proto)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = quiet
	server.StartTLS()
	defer server.Close()
	c := newTestClient(t, Options{Timeout: 400 * time.Millisecond, MaxBytes: 1 << 20})
	c.transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	c.transport.TLSClientConfig.NextProtos = nil
	first := ""
	for _, tt := range []struct {
		path string
		want reason.Reason
	}{
		{"/", ""}, {"/reset", reason.Connect}, {"/header", reason.TooLarge}, {"/slow", reason.TooSlow}, {"/hang", reason.Timeout},
		{"/large", reason.TooLarge}, {"/cut", reason.Truncated}, {"/", ""},
	} {
		o := fetchOne(t, c, server.URL+tt.path)
		switch {
		case tt.want == "" && (o.Err != nil || string(o.Body) != "HTTP/2.0"):
			t.Errorf("got %q, %v, want HTTP/2.0", o.Body, o.Err)
		case tt.want != "" && (o.Err == nil || o.Err.Reason != tt.want):
			t.Errorf("%s is %v, want %s", tt.path, o.Err, tt.want)
		case tt.want != "":
			wantClassified(t, o.Err)
		}
		o.Free()
		if at := <-connections; first == "" {
			first = at
		} else if at != first {
			t.Errorf("%s came by a second connection", tt.path)
		}
	}
}
