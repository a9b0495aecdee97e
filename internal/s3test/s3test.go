// Package s3test runs a real S3 server for tests: the Versity S3 Gateway over a
// temporary folder, a process of its own, behind a front on the loopback that
// tests can make faults with. Only tests may import it.
package s3test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Region is the server's. It refuses requests that were signed for another.
const Region = "eu-test-1"

const accessKey, secretKey = "test-access-key", "test-secret-key"

// Server is a running S3 server. Its folder holds a folder for each bucket.
type Server struct {
	URL       string
	root      string
	proxy     *httputil.ReverseProxy
	intercept atomic.Pointer[func(http.ResponseWriter, *http.Request) bool]
}

// Start starts a server as New does, and points the AWS environment variables at it.
func Start(t *testing.T, buckets ...string) *Server {
	t.Helper()
	s := New(t, buckets...)
	for _, variable := range s.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	return s
}

// New starts a server with empty buckets of the given names, which ends with the test.
func New(t *testing.T, buckets ...string) *Server {
	t.Helper()
	s := &Server{root: t.TempDir()}
	for _, bucket := range buckets {
		if err := os.Mkdir(s.Folder(bucket), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	socket := startGateway(t, s.root)
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
		DisableCompression: true,
	}
	s.proxy = &httputil.ReverseProxy{
		Transport: transport,
		// The Host is signed, so it goes on as it came.
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", "gateway", r.In.Host
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	front := httptest.NewServer(s)
	t.Cleanup(func() {
		front.CloseClientConnections() // a killed program's requests may still hang here
		front.Close()
		transport.CloseIdleConnections()
	})
	s.URL = front.URL
	return s
}

// Env is the environment in which a program speaks to the server.
func (s *Server) Env() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + s.URL, "AWS_ACCESS_KEY_ID=" + accessKey, "AWS_SECRET_ACCESS_KEY=" + secretKey,
		"AWS_REGION=" + Region, "AWS_DEFAULT_REGION=", "AWS_PROFILE=", "AWS_SESSION_TOKEN=",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
	}
}

// Folder is where a bucket's objects lie.
func (s *Server) Folder(bucket string) string { return filepath.Join(s.root, bucket) }

// OnRequest sets what sees each request first, and answers it if it likes.
func (s *Server) OnRequest(answer func(http.ResponseWriter, *http.Request) bool) {
	s.intercept.Store(&answer)
}

// Forward has the server answer a request.
func (s *Server) Forward(w http.ResponseWriter, r *http.Request) { s.proxy.ServeHTTP(w, r) }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if answer := s.intercept.Load(); answer != nil && (*answer)(w, r) {
		return
	}
	s.Forward(w, r)
}

// startGateway starts the process and returns the socket that it listens on.
func startGateway(t *testing.T, root string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s3test-*") //nolint:usetesting // t.TempDir's names are longer than a socket's may be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "socket")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	gateway, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), gateway, "--port="+socket, "--region="+Region, "--keep-alive", "--quiet", "posix", root)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+accessKey, "ROOT_SECRET_ACCESS_KEY="+secretKey)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = log.Close()
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		conn, err := new(net.Dialer).DialContext(t.Context(), "unix", socket)
		if err == nil {
			_ = conn.Close()
			return socket
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(log.Name())
			t.Fatalf("the S3 server does not start: %v\n%s", err, said)
		}
	}
}

// program builds the gateway from the module beside this file, if the build
// cache does not have it, and returns its path.
var program = sync.OnceValues(func() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.CommandContext(context.Background(), "go", "tool", "-n", "versitygw")
	cmd.Dir = filepath.Join(filepath.Dir(here), "gateway")
	var said strings.Builder
	cmd.Stderr = &said
	path, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("building the S3 server: %w\n%s", err, said.String())
	}
	return strings.TrimSpace(string(path)), nil
})
