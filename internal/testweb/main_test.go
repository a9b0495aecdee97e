package testweb

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start serves for one test.
func start(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// newClient returns a client that takes answers as they come: it follows no
// redirect, undoes no compression and tries nothing again.
func newClient(t testing.TB) *http.Client {
	transport := &http.Transport{DisableCompression: true, MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answer is what came of a request, with at most limit bytes of the body.
type answer struct {
	status int
	header http.Header
	length int64 // Content-Length; -1 unknown
	body   []byte
	err    error // of connection, headers or body
}

func get(ctx context.Context, c *http.Client, link string, limit int64) answer {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, http.NoBody)
	if err != nil {
		return answer{err: err}
	}
	response, err := c.Do(request)
	if err != nil {
		return answer{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	a := answer{status: response.StatusCode, header: response.Header, length: response.ContentLength}
	a.body, a.err = io.ReadAll(io.LimitReader(response.Body, limit))
	return a
}

// fetch gets a whole answer.
func fetch(t testing.TB, c *http.Client, link string) answer {
	t.Helper()
	return get(t.Context(), c, link, 1<<30)
}

// eventually polls until the condition holds or the test's time is over.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline, ok := t.Deadline()
	if !ok {
		deadline = time.Now().Add(time.Minute)
	}
	for !condition() {
		if time.Until(deadline) < time.Second {
			t.Fatalf("never happened: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}
