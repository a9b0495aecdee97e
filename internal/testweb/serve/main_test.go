package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRunServesUntilTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	ended := make(chan error)
	go func() { ended <- run(ctx, []string{"--hosts=2", "--distinct=1"}, in, io.Discard) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(line)
	for path, want := range map[string]int{"/p/1.jpg?w=32&h=32": 200, "/p/1.jpg?fault=410": 410, "/_stats": 200} {
		for _, base := range []string{base, strings.Replace(base, "127.0.0.1", "127.0.0.2", 1)} {
			if got := statusOf(t, base+path); got != want {
				t.Errorf("%s%s: %d, want %d", base, path, got, want)
			}
		}
	}
	http.DefaultClient.CloseIdleConnections()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func statusOf(t *testing.T, link string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestRunRefuses(t *testing.T) {
	for _, arg := range []string{"--addr=0.0.0.0:1", "--addr=127.0.0.1", "--addr=127.0.0.1:x", "--hosts=9999", "--nonsense"} {
		if err := run(t.Context(), []string{arg}, io.Discard, io.Discard); err == nil {
			t.Errorf("took %s", arg)
		}
	}
}
