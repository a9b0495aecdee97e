package web

import (
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
)

// serve returns a client that may reach loopback, and the address of a server
// that runs h.
func serve(t testing.TB, o Options, h http.HandlerFunc) (*Client, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = quiet
	server.Start()
	t.Cleanup(server.Close)
	return newTestClient(t, o), server.URL
}

// newTestClient returns a client, with what o leaves open as a run without flags
// has it.
func newTestClient(t testing.TB, o Options) *Client {
	t.Helper()
	o.Timeout = cmp.Or(o.Timeout, 20*time.Second)
	o.MaxBytes = cmp.Or(o.MaxBytes, 32<<20)
	o.UserAgent = cmp.Or(o.UserAgent, "tester")
	o.InFlight, o.HostConcurrency = 64, 8
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

// fetchOne makes one request for the link address.
func fetchOne(t testing.TB, c *Client, address string) Outcome {
	t.Helper()
	to, err := link.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return c.Get(t.Context(), to, c.options.Timeout)
}

func wantClassified(t *testing.T, err error) {
	t.Helper()
	var unknown unclassified
	if errors.As(err, &unknown) {
		t.Errorf("classify does not know %v", unknown)
	}
}

func pack(t testing.TB, coding string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		var err error
		if w, err = flate.NewWriter(&b, flate.DefaultCompression); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
