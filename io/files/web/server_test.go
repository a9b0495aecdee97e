package web_test

import (
	"fmt"
	"hash/crc32"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestConformance(t *testing.T) {
	storetest.TestReader(t, false, func(t *testing.T) storetest.Place { return webPlace(t, newFileServer(t)) })
}

// fileServer is a web server over a folder. What intercept answers does not
// reach it.
type fileServer struct {
	url       string
	root      string
	intercept func(http.ResponseWriter, *http.Request) bool
}

func newFileServer(t *testing.T) *fileServer {
	t.Helper()
	s := &fileServer{root: t.TempDir()}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *fileServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.intercept == nil || !s.intercept(w, r) {
		s.serve(w, r)
	}
}

// serve sends files with an ETag, as most servers do.
func (s *fileServer) serve(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(s.root, filepath.FromSlash(r.URL.Path))
	data, err := os.ReadFile(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", etagOf(data))
	http.ServeContent(w, r, "", fileTime, strings.NewReader(string(data)))
}

func (s *fileServer) put(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(s.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func webPlace(t *testing.T, s *fileServer) storetest.Place {
	t.Helper()
	return storetest.Place{Files: storetest.New(t), Dir: s.url, Plant: func(t *testing.T, name, text string) string {
		t.Helper()
		s.put(t, name, text)
		elements := strings.Split(name, "/")
		for i, e := range elements {
			elements[i] = url.PathEscape(e)
		}
		return s.url + "/" + strings.Join(elements, "/")
	}}
}

// fileTime is the same for all files: what tells versions apart is the ETag.
var fileTime, zeroTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), time.Time{}

func etagOf(data []byte) string { return fmt.Sprintf(`"%x"`, crc32.ChecksumIEEE(data)) }
