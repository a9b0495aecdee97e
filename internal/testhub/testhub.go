// Package testhub is a Hugging Face Hub for tests: datasets in memory, on the
// loopback, that answer as the Hub does. The shapes of its answers are those
// that huggingface_hub reads (hf_api.py, file_download.py, utils/_http.py), and
// a test has huggingface_hub itself read from it. Only tests may import it.
package testhub

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Hub is a running Hub: the site with its API, and the servers of another name
// (CDN) where large files lie.
type Hub struct {
	URL string
	CDN string

	t         *testing.T
	intercept atomic.Pointer[func(http.ResponseWriter, *http.Request) bool]

	mu       sync.Mutex
	datasets map[string]*dataset
	page     int // entries in a page of a listing
	signed   int // counts on when signed links run out
	noRanges bool
}

// dataset is a repository; commits are whole trees.
type dataset struct {
	token   string // who shows another is refused; "" = open
	gated   bool   // and not merely private
	commits []commit
	refs    map[string]int // branch or tag to index of commits
}

type commit struct {
	id    string
	files map[string][]byte
}

// Start starts a Hub without datasets, which ends with the test, and points
// huggingface_hub's environment variables at it, with nobody logged in.
func Start(t *testing.T) *Hub {
	t.Helper()
	h := &Hub{t: t, datasets: map[string]*dataset{}, page: 1000}
	front := h.front()
	site, cdn := httptest.NewUnstartedServer(front), httptest.NewUnstartedServer(front)
	h.URL, h.CDN = "http://"+site.Listener.Addr().String(), "http://"+cdn.Listener.Addr().String()
	site.Start()
	cdn.Start()
	t.Cleanup(func() {
		for _, s := range []*httptest.Server{site, cdn} {
			s.CloseClientConnections() // a killed program's requests may still hang here
			s.Close()
		}
	})
	for name, value := range map[string]string{
		"HF_ENDPOINT": h.URL, "HF_TOKEN": "", "HUGGING_FACE_HUB_TOKEN": "", "HF_TOKEN_PATH": "", "HF_HOME": filepath.Join(t.TempDir(), "hf"),
	} {
		t.Setenv(name, value)
	}
	return h
}

// Put commits a file to a dataset's main branch, and makes the dataset if it
// is new.
func (h *Hub) Put(name, path string, data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.datasets[name]
	if d == nil {
		d = &dataset{refs: map[string]int{}}
		h.datasets[name] = d
	}
	files := map[string][]byte{}
	if n := len(d.commits); n > 0 {
		maps.Copy(files, d.commits[n-1].files)
	}
	files[path] = data
	d.commits = append(d.commits, commit{id: gitSHA("commit", []byte(name), []byte(path), data, []byte{byte(len(d.commits)), byte(len(d.commits) >> 8)}), files: files})
	d.refs["main"] = len(d.commits) - 1
}

// Tag gives the newest commit a name, a branch's or a tag's.
func (h *Hub) Tag(name, ref string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.datasets[name].refs[ref] = len(h.datasets[name].commits) - 1
}

// Commit is the newest commit of a dataset.
func (h *Hub) Commit(name string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	commits := h.datasets[name].commits
	return commits[len(commits)-1].id
}

// Gate closes a dataset to all but one token.
func (h *Hub) Gate(name, token string, gated bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.datasets[name].token, h.datasets[name].gated = token, gated
}

// SetPage sets how many entries a page of a listing has.
func (h *Hub) SetPage(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.page = n
}

// Expire has all signed links run out.
func (h *Hub) Expire() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.signed++
}

// RefuseRanges has the site answer with whole files.
func (h *Hub) RefuseRanges() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.noRanges = true
}

// OnRequest sets what sees each request first, to the site or the CDN, and
// answers it if it likes.
func (h *Hub) OnRequest(answer func(http.ResponseWriter, *http.Request) bool) {
	h.intercept.Store(&answer)
}

func (h *Hub) front() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer := h.intercept.Load(); answer == nil || !(*answer)(w, r) {
			h.Serve(w, r)
		}
	})
}

// Serve answers a request as the site or the CDN, whichever it is to.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request) {
	if "http://"+r.Host == h.CDN {
		h.serveCDN(w, r)
		return
	}
	h.serveSite(w, r)
}

// isLarge says whether a file is kept with LFS, as the Hub's .gitattributes has it.
func isLarge(path string, data []byte) bool {
	return strings.HasSuffix(path, ".parquet") || len(data) > 10<<20
}
