package web

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// What a server writes is not taken for what this machine or crypto/tls says.
func TestServersWordsDecideNothing(t *testing.T) {
	for _, words := range []string{
		syscall.ENOMEM.Error(), syscall.EMFILE.Error(), syscall.ENFILE.Error(), syscall.ENOBUFS.Error(),
		"tls: bad certificate", "remote error: tls: x", "net/http: server response headers exceeded", "http2: response header list larger than advertised limit",
		"socks connect", "no such host", "i/o timeout", "context canceled",
	} {
		t.Run(words, func(t *testing.T) {
			for _, answer := range []string{
				"HTTP/1.1 200 OK\r\n(" + words + "\r\n\r\n", "HTTP/1.1 " + words + "\r\n\r\n", words + "\r\n\r\n",
				"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + words + "\r\n\r\n",
			} {
				c, base := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) { testweb.AnswerRaw(w, answer, false) })
				o := fetchOne(t, c, base)
				if o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry || o.Shortage {
					t.Errorf("%q: %v, shortage %t, want connect", answer, o.Err, o.Shortage)
				}
				wantClassified(t, o.Err)
			}
		})
	}
}

// FuzzAnswer gives a request any bytes for its answer. They may be a picture or a
// fault of the server's, and never one of this machine's, of TLS or of the DNS.
func FuzzAnswer(f *testing.F) {
	for _, s := range []string{
		"HTTP/1.1 200 OK\r\n\r\npicture", "HTTP/1.1 200 OK\r\ncannot allocate memory\r\n\r\n", "HTTP/1.1 tls: x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 302 x\r\nLocation: //h\r\n\r\n",
		"HTTP/1.1 503 x\r\nRetry-After: Wed, 21 Oct 2065 07:28:00 GMT\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
		"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nab",
	} {
		f.Add([]byte(s))
	}
	c := newTestClient(f, Options{Timeout: 10 * time.Second, MaxBytes: 1 << 16, MaxRedirects: 3, RespectOptOut: true})
	answers := make(chan []byte, 1)
	c.transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer func() { _ = theirs.Close() }()
			if req, err := http.ReadRequest(bufio.NewReader(theirs)); err == nil && req.Method == http.MethodGet {
				_, _ = theirs.Write(<-answers)
			}
		}()
		return ours, nil
	}
	c.transport.DisableKeepAlives = true
	theirs := []reason.Reason{
		reason.Connect, reason.HTTP4xx, reason.HTTP429, reason.HTTP5xx, reason.TooLarge, reason.Truncated, reason.NotAnImage,
		reason.Decode, reason.OptedOut, reason.TooManyRedirects, reason.InvalidURL, reason.TooSlow,
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		answers <- answer
		o := fetchOne(t, c, "http://127.0.0.1/a")
		defer o.Free()
		if o.Err == nil {
			return
		}
		wantClassified(t, o.Err)
		if o.Shortage || !slices.Contains(theirs, o.Err.Reason) {
			t.Errorf("%q: %v, shortage %t", answer, o.Err, o.Shortage)
		}
		if len(answer) < 1<<15 && o.Err.Reason == reason.TooLarge && o.Status == 0 {
			t.Errorf("%q: %v", answer, o.Err)
		}
	})
}

// A handshake that fails by what is said in it is tls; one whose connection
// breaks is a connection that breaks.
func TestHandshakes(t *testing.T) {
	for _, tt := range []struct {
		name, says string
		want       reason.Reason
		retry      bool
	}{
		{"an alert", "\x15\x03\x03\x00\x02\x02\x28", reason.TLS, false},
		{"plain HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", reason.TLS, false},
		{"words that are no TLS", "cannot allocate memory", reason.TLS, false},
		{"a message of nonsense", "\x16\x03\x03\x00\x04\x02\x00\x00\x00", reason.TLS, false},
		{"nothing", "", reason.Connect, true},
		{"half a record", "\x16\x03\x03\x00\xff\x02", reason.Connect, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = l.Close() }()
			go func() {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.Copy(conn, strings.NewReader(tt.says))
				_ = conn.Close()
			}()
			o := fetchOne(t, newTestClient(t, Options{}), "https://"+l.Addr().String())
			if o.Err == nil || o.Err.Reason != tt.want || o.Err.Retry != tt.retry || o.Shortage {
				t.Errorf("got %v (retry %t), want %s", o.Err, o.Err != nil && o.Err.Retry, tt.want)
			}
			wantClassified(t, o.Err)
		})
	}
}
