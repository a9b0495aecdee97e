package testweb

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
)

// Get returns what a link serves. It leaves no connection behind.
func Get(ctx context.Context, link string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return nil, fmt.Errorf("getting %s: %w", link, err)
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("getting %s: %w", link, err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	return io.ReadAll(answer.Body)
}

// AnswerRaw is for servers of a test's own: it answers with raw bytes, then closes
// the connection; by a reset if abrupt.
func AnswerRaw(w http.ResponseWriter, raw string, abrupt bool) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(conn, raw)
	if abrupt {
		_ = conn.(*net.TCPConn).SetLinger(0)
	}
	_ = conn.Close()
}
