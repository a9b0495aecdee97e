package web_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/store"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

const webText = "0123456789"

// answers are how servers answer in other ways than most.
var answers = map[string]struct {
	answer http.HandlerFunc
	want   string // the error, or "" if the file can be read
}{
	"no ranges, no validators": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, webText) }, ""},
	"no ranges, no size": {func(w http.ResponseWriter, _ *http.Request) {
		_ = http.NewResponseController(w).Flush()
		_, _ = io.WriteString(w, webText)
	}, ""},
	"no ranges, large": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "20000000") }, "the server answers no range requests, without which a file may have 16 MiB, and the file has 20000000 bytes"},
	"no ranges, endless": {func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}, "the file's size is not known"},
	"last modified": {func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", fileTime, strings.NewReader(webText))
	}, ""},
	"a weak ETag": {func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("If-Range")
		w.Header().Set("ETag", `W/"x"`)
		http.ServeContent(w, r, "", zeroTime, strings.NewReader(webText))
	}, ""},
	"ranges without validators": {func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", zeroTime, strings.NewReader(webText))
	}, "neither an ETag nor Last-Modified"},
	"packed, ranges": {func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		http.ServeContent(w, r, "", fileTime, strings.NewReader(webText))
	}, "Content-Encoding"},
	"packed, whole": {func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, webText)
	}, "Content-Encoding"},
	"no total size": {func(w http.ResponseWriter, _ *http.Request) { partial(w, "bytes 0-0/*", "0") }, "does not tell the file's size"},
	"no place":      {func(w http.ResponseWriter, _ *http.Request) { partial(w, "", "0") }, `Content-Range ""`},
	"other bytes":   {func(w http.ResponseWriter, _ *http.Request) { partial(w, "bytes 0-0/10", "0") }, "the server answers with the bytes at 0, 1 were asked for"},
	"in small pieces": {func(w http.ResponseWriter, r *http.Request) {
		var from, to int
		_, _ = fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-%d", &from, &to)
		partial(w, fmt.Sprintf("bytes %d-%d/10", from, from), webText[from:from+1])
	}, ""},
	"refuses HEAD": {func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		http.ServeContent(w, r, "", fileTime, strings.NewReader(webText))
	}, ""},
	"redirects": {func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			http.Redirect(w, r, r.URL.Path+"?to=here", http.StatusFound)
			return
		}
		http.ServeContent(w, r, "", fileTime, strings.NewReader(webText))
	}, ""},
	"redirects for ever": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, "more than 10"},
	"redirects astray":   {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "ftp://host/x", http.StatusFound) }, "to ftp://"},
	"forbids":            {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, "the server answers 403 Forbidden"},
	"is gone":            {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, "410"},
	"empty, by 416": {func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") != "" {
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		}
	}, ""},
}

func partial(w http.ResponseWriter, place, body string) {
	if place != "" {
		w.Header().Set("Content-Range", place)
	}
	w.Header().Set("ETag", `"x"`)
	w.WriteHeader(http.StatusPartialContent)
	_, _ = io.WriteString(w, body)
}

func TestHTTPSAnswers(t *testing.T) {
	for name, c := range answers {
		t.Run(name, func(t *testing.T) {
			s := newFileServer(t)
			s.intercept = func(w http.ResponseWriter, r *http.Request) bool { c.answer(w, r); return true }
			uri, f := s.url+"/a.parquet", storetest.New(t)
			got, err := readTail(t, f, uri)
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), uri) != 1 {
					t.Errorf("got %v; want %q and the link once", err, c.want)
				}
				return
			}
			want := webText[1:]
			if strings.HasPrefix(name, "empty") {
				want = ""
			}
			if err != nil || got != want {
				t.Errorf("read %q, %v; want %q", got, err, want)
			}
			if info := storetest.Stat(t, f, uri); info.Version == "" {
				t.Error("no version")
			}
		})
	}
}

// readTail reads all but a file's first byte.
func readTail(t *testing.T, f *files.Files, uri string) (string, error) {
	t.Helper()
	file, err := f.Open(t.Context(), uri)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(io.NewSectionReader(file, 1, max(file.Size()-1, 0)))
	return string(text), err
}

// TestHTTPSReadsOneVersion changes a file after it was opened, on servers that
// know of conditions and on those that do not.
func TestHTTPSReadsOneVersion(t *testing.T) {
	ignorant := func(r *http.Request) { r.Header.Del("If-Match"); r.Header.Del("If-Unmodified-Since") }
	whole := func(r *http.Request) { ignorant(r); r.Header.Del("Range") }
	for name, c := range map[string]struct {
		change func(r *http.Request)
		text   string
		noETag bool
		want   string
	}{
		"other content":                {nil, "abcdefghij", false, "it was replaced or removed"},
		"other content, unconditioned": {ignorant, "abcdefghij", false, "it was replaced or removed"},
		"shorter":                      {ignorant, "abc", false, "it was replaced or removed"},
		"longer, of the same second":   {ignorant, "0123456789x", true, "it was replaced or removed"},
		"other content, whole":         {whole, "abcdefghij", false, "it was replaced or removed"},
		"whole all at once":            {whole, webText, false, "no range requests any more"},
		"removed":                      {func(r *http.Request) { r.URL.Path = "/nowhere" }, webText, false, "it was replaced or removed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFileServer(t)
			p := webPlace(t, s)
			uri := p.Plant(t, "a.txt", webText)
			var change func(*http.Request)
			s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
				if change != nil {
					change(r)
				}
				if c.noETag {
					w = &withoutETag{w}
				}
				s.serve(w, r)
				return true
			}
			file := storetest.Open(t, p.Files, uri)
			p.Plant(t, "a.txt", c.text)
			change = c.change
			_, err := file.ReadAt(make([]byte, 3), 5)
			if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// withoutETag answers with Last-Modified alone.
type withoutETag struct{ http.ResponseWriter }

func (w *withoutETag) WriteHeader(code int) {
	w.Header().Del("ETag")
	w.ResponseWriter.WriteHeader(code)
}

// TestHTTPSReadsWhatIsAsked asks for no more, and for the version that it saw.
func TestHTTPSReadsWhatIsAsked(t *testing.T) {
	s := newFileServer(t)
	p := webPlace(t, s)
	uri := p.Plant(t, "big", strings.Repeat("x", 1<<20))
	var asked []string
	s.intercept = func(_ http.ResponseWriter, r *http.Request) bool {
		asked = append(asked, r.Header.Get("Range")+" "+r.Header.Get("If-Match"))
		return false
	}
	if _, err := storetest.Open(t, p.Files, uri).ReadAt(make([]byte, 100), 5000); err != nil {
		t.Fatal(err)
	}
	want := "bytes=0-0 , bytes=5000-5099 " + etagOf([]byte(strings.Repeat("x", 1<<20)))
	if got := strings.Join(asked, ", "); got != want {
		t.Errorf("asked for %s; want %s", got, want)
	}
}

// TestHTTPSKeepsSecrets: what is in a link goes to its server alone, and in no
// error.
func TestHTTPSKeepsSecrets(t *testing.T) {
	other := newFileServer(t)
	other.put(t, "a.txt", webText)
	other.intercept = func(_ http.ResponseWriter, r *http.Request) bool {
		if h := fmt.Sprint(r.Header); strings.Contains(h, "secret") || r.Header.Get("Authorization") != "" {
			t.Errorf("another server is told %s", h)
		}
		return false
	}
	s := newFileServer(t)
	missing := false
	s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if user, password, _ := r.BasicAuth(); user != "me" || password != "secret1" || r.URL.Query().Get("key") != "secret2" {
			t.Errorf("asked as %s:%s for %s", user, password, r.URL)
		}
		if missing {
			return false
		}
		http.Redirect(w, r, other.url+"/a.txt", http.StatusFound)
		return true
	}
	uri := strings.Replace(s.url, "http://", "http://me:secret1@", 1) + "/a.txt?key=secret2"
	f := storetest.New(t)
	storetest.WantContent(t, f, uri, webText)
	missing = true
	if err := storetest.Second(f.Open(t.Context(), uri)); err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), s.url+"/a.txt") {
		t.Errorf("got %v", err)
	}
}

// TestHTTPSTrust: a server is who its certificate says, or nobody.
func TestHTTPSTrust(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	if err := storetest.Second(storetest.New(t).Stat(t.Context(), s.URL+"/a")); err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
}

func TestHTTPSMistakes(t *testing.T) {
	f := storetest.New(t)
	for uri, want := range map[string]string{
		"https://host/*.parquet":      "a pattern cannot be matched",
		"https://host/[ab].parquet":   "a pattern cannot be matched",
		"https://host/folder/":        "a folder cannot be read",
		"https://host":                "a folder cannot be read",
		"https://":                    "no server is named",
		"https:///x":                  "no server is named",
		"https://host:port/x":         "not a link",
		"http://127.0.0.1:1/gone/a/%": "not a link",
	} {
		for op, err := range map[string]error{
			"Glob": storetest.Second(f.Glob(t.Context(), uri)),
			"Open": storetest.Second(f.Open(t.Context(), uri)),
			"Stat": storetest.Second(f.Stat(t.Context(), uri)),
		} {
			if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), uri) != 1 {
				t.Errorf("%s: %v; want %q", op, err, want)
			}
		}
	}
}

// TestHTTPSFaults has each fault on a server of its own, all at once, since most
// of the time goes by waiting.
func TestHTTPSFaults(t *testing.T) {
	data := strings.Repeat("0123456789abcde\n", 1<<14)
	var wg sync.WaitGroup
	for name, fault := range storetest.Faults() {
		s := newFileServer(t)
		p := webPlace(t, s)
		uri := p.Plant(t, "big.parquet", data)
		intercept, count := storetest.Once(fault, s.serve)
		s.intercept = intercept
		wg.Go(func() {
			storetest.WantAll(t, p.Files, uri, data)
			if count() != 1 {
				t.Errorf("%s: %d kinds of request failed, want 1: the test has lost its faults", name, count())
			}
		})
	}
	wg.Wait()
}

// TestWebGivesUp: a server that is down stays down, and is asked a few times.
func TestWebGivesUp(t *testing.T) {
	s := newFileServer(t)
	asked := 0
	s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
		asked++
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	f := storetest.New(t)
	err := storetest.Second(f.Stat(t.Context(), s.url+"/a.parquet?key=secret"))
	if err == nil || !strings.Contains(err.Error(), "503") || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v; want 503, and not the link's query", err)
	}
	if asked != store.Attempts {
		t.Errorf("asked %d times, want %d", asked, store.Attempts)
	}
}
