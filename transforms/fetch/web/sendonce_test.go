package web

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// get makes one request, by a connection of its own if fresh.
func get(t *testing.T, c *Client, address string, fresh bool) Outcome {
	t.Helper()
	to, err := link.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	to.Fresh = fresh
	return c.Get(t.Context(), to, c.options.Timeout)
}

// A request on a kept connection that breaks is made once, whatever other
// connections are kept, and said to be stale; one on a fresh connection is not.
func TestStaleIsNotSentAgain(t *testing.T) {
	for name, abrupt := range map[string]bool{"closed": false, "reset": true} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			const kept = 4
			arrived := make(chan bool, kept)
			leave := make(chan bool)
			c, base := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/keep" {
					arrived <- true
					<-leave
					return
				}
				requests.Add(1)
				testweb.AnswerRaw(w, "", abrupt)
			})
			done := make(chan bool)
			for range kept {
				go func() {
					defer func() { done <- true }()
					if o := fetchOne(t, c, base+"/keep"); o.Err != nil {
						t.Error(o.Err)
					}
				}()
			}
			for range kept {
				<-arrived
			}
			close(leave)
			for range kept {
				<-done
			}
			o := get(t, c, base+"/breaks", false)
			if n := requests.Load(); n != 1 || !o.Stale || o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry {
				t.Errorf("%d requests, stale %t, %v", n, o.Stale, o.Err)
			}
			wantClassified(t, o.Err)
			o = get(t, c, base+"/breaks", true)
			if n := requests.Load(); n != 2 || o.Stale || o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry {
				t.Errorf("fresh: %d requests in all, stale %t, %v", n, o.Stale, o.Err)
			}
		})
	}
}

// An HTTP/2 server that will not process a stream is not asked again at once.
func TestRefusedStreamIsNotSentAgain(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = quiet
	server.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){
		"h2": func(_ *http.Server, conn *tls.Conn, _ http.Handler) { refuseStreams(conn, &requests) },
	}
	server.TLS = &tls.Config{NextProtos: []string{"h2"}} //nolint:gosec // a test's
	server.StartTLS()
	defer server.Close()
	c := newTestClient(t, Options{})
	for _, transport := range []*http.Transport{c.transport, c.fresh} {
		transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
		transport.TLSClientConfig.NextProtos = nil
	}
	for i, fresh := range []bool{false, true} {
		o := get(t, c, server.URL, fresh)
		if n := requests.Load(); n != int64(i+1) || o.Stale == fresh || o.Err == nil || o.Err.Reason != reason.Connect || !o.Err.Retry {
			t.Errorf("fresh %t: %d requests, stale %t, %v", fresh, n, o.Stale, o.Err)
		}
	}
}

// refuseStreams answers each request with REFUSED_STREAM (RFC 9113, section 7).
func refuseStreams(conn net.Conn, requests *atomic.Int64) {
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	if framer.WriteSettings() != nil {
		return
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		if headers, ok := frame.(*http2.MetaHeadersFrame); ok {
			requests.Add(1)
			if framer.WriteRSTStream(headers.StreamID, http2.ErrCodeRefusedStream) != nil {
				return
			}
		}
	}
}
