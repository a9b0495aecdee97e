package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestGetBody(t *testing.T) {
	const limit = 3 << 20
	picture := bytes.Repeat([]byte("picture "), 1000)
	large := bytes.Repeat([]byte("x"), limit)
	coded := func(coding string, data []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(data)
		}
	}
	tests := []struct {
		name  string
		serve http.HandlerFunc
		want  []byte
	}{
		{"known length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(picture)))
			_, _ = w.Write(picture)
		}, picture},
		{"chunked", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(picture)
			w.(http.Flusher).Flush()
		}, picture},
		{"ended by closing", func(w http.ResponseWriter, _ *http.Request) {
			testweb.AnswerRaw(w, "HTTP/1.0 200 OK\r\n\r\n"+string(picture), false)
		}, picture},
		{"known, at the limit", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(limit))
			_, _ = w.Write(large)
		}, large},
		{"chunked, at the limit", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(large) }, large},
		{"empty", func(http.ResponseWriter, *http.Request) {}, nil},
		{"gzip", coded("gzip", pack(t, "gzip", picture)), picture},
		{"x-gzip", coded("X-GZIP", pack(t, "gzip", picture)), picture},
		{"deflate with zlib", coded("deflate", pack(t, "zlib", picture)), picture},
		{"deflate without", coded("deflate", pack(t, "flate", picture)), picture},
		{"identity", coded("identity", picture), picture},
		{"what is no coding", coded("UTF-8", picture), picture},
		{"none and then one", coded("none, gzip", pack(t, "gzip", picture)), picture},
		{"gzip with more after it", coded("gzip", append(pack(t, "gzip", picture), 0, 0, 0)), picture},
		{"coding but nothing in it", coded("br", nil), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, link := serve(t, Options{MaxBytes: limit}, tt.serve)
			o := fetchOne(t, c, link)
			if o.Err != nil {
				t.Fatal(o.Err)
			}
			if !bytes.Equal(o.Body, tt.want) || o.Status != 200 || o.Received > int64(len(tt.want)) {
				t.Errorf("status %d, %d bytes (counted %d), want %d", o.Status, len(o.Body), o.Received, len(tt.want))
			}
			o.Free()
			if !c.memory.budget.TryAcquire(bodyBudget) {
				t.Error("memory of the body was not given back")
			}
		})
	}
}

// Each fault by a real server, and its reason.
func TestGetFaults(t *testing.T) {
	const limit = 2 << 20
	raw := func(s string, abrupt bool) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { testweb.AnswerRaw(w, s, abrupt) }
	}
	header := func(status int, pairs ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(pairs); i += 2 {
				w.Header()[pairs[i]] = []string{pairs[i+1]}
			}
			w.WriteHeader(status)
		}
	}
	coded := func(coding string, data []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(data)
		}
	}
	packed := pack(t, "gzip", bytes.Repeat([]byte("x"), limit+1))
	corrupt := bytes.Clone(packed)
	for i := 20; i < len(corrupt); i++ {
		corrupt[i] ^= 0x55
	}
	stall := func(before string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if before != "" {
				_, _ = io.WriteString(w, before)
				w.(http.Flusher).Flush()
			}
			<-r.Context().Done()
		}
	}
	tests := []struct {
		name   string
		serve  http.HandlerFunc
		want   reason.Reason
		retry  bool
		status int
	}{
		{"reset before the answer", raw("", true), reason.Connect, true, 0},
		{"closed before the answer", raw("", false), reason.Connect, true, 0},
		{"closed in the header", raw("HTTP/1.1 200 OK\r\nContent-", false), reason.Connect, true, 0},
		{"interim answers without end", func(w http.ResponseWriter, _ *http.Request) {
			testweb.AnswerRaw(w, strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 1<<14), false)
		}, reason.TooLarge, false, 0},
		{"trailers without end", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX: "+
			strings.Repeat("x", 1<<17)+"\r\n\r\n", false), reason.Connect, true, 200},
		{"a chunk of nonsense", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", false), reason.Connect, true, 200},
		{"two lengths", raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", false), reason.Connect, true, 0},
		{"a broken header line", raw("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", false), reason.Connect, true, 0},
		{"a broken status", raw("HTTP/1.1 abc OK\r\n\r\n", false), reason.Connect, true, 0},
		{"another protocol's version", raw("HTTP/9.9 200 OK\r\nContent-Length: 100\r\n\r\n", false), reason.Truncated, true, 200},
		{"an unknown transfer coding", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: zip\r\n\r\n", false), reason.Connect, true, 0},
		{"switching protocols", raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", false), reason.NotAnImage, false, 101},
		{"not HTTP", raw("SSH-2.0-OpenSSH_9.9\r\n", false), reason.Connect, true, 0},
		{"endless header", func(w http.ResponseWriter, _ *http.Request) {
			testweb.AnswerRaw(w, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20), false)
		}, reason.TooLarge, false, 0},
		{"shorter than its length", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", false), reason.Truncated, true, 200},
		{"nothing of its length", raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", false), reason.Truncated, true, 200},
		{"shorter than its large length", raw("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\nabc", false), reason.Truncated, true, 200},
		{"chunks cut", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", false), reason.Truncated, true, 200},
		{"length above the limit", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(limit+1))
			stall("x")(w, r)
		}, reason.TooLarge, false, 200},
		{"endless body", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}, reason.TooLarge, false, 200},
		{"unwraps beyond the limit", coded("gzip", packed), reason.TooLarge, false, 200},
		{"wrapping cut", coded("gzip", packed[:len(packed)/2]), reason.Truncated, true, 200},
		{"wrapping corrupt", coded("gzip", corrupt), reason.Decode, false, 200},
		{"wrapping is none", coded("gzip", []byte("\xff\xd8\xff\xe0 plain JPEG")), reason.Decode, false, 200},
		{"wrapping not known", coded("compress", []byte("x")), reason.Decode, false, 200},
		{"wrapped once and not twice", coded("gzip, gzip", packed), reason.Decode, false, 200},
		{"no answer", stall(""), reason.Timeout, true, 0},
		{"body that falls silent", stall(strings.Repeat("x", 4<<10)), reason.Timeout, true, 200},
		{"body that hardly begins", stall("x"), reason.TooSlow, false, 200},
		{"204", header(204), reason.NotAnImage, false, 204},
		{"206", header(206), reason.NotAnImage, false, 206},
		{"206 of a part", header(206, "Content-Range", "bytes 0-9/100"), reason.NotAnImage, false, 206},
		{"304", header(304), reason.NotAnImage, false, 304},
		{"302 to nowhere", header(302), reason.NotAnImage, false, 302},
		{"302 to a file", header(302, "Location", "file:///etc/passwd"), reason.InvalidURL, false, 302},
		{"302 to itself", header(302, "Location", "/"), reason.TooManyRedirects, false, 302},
		{"400", header(400), reason.HTTP4xx, false, 400},
		{"403", header(403), reason.HTTP4xx, false, 403},
		{"404", header(404), reason.HTTP4xx, false, 404},
		{"404 of which the end never comes", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			stall("x")(w, r)
		}, reason.HTTP4xx, false, 404},
		{"408", header(408), reason.HTTP4xx, true, 408},
		{"410", header(410), reason.HTTP4xx, false, 410},
		{"425", header(425), reason.HTTP4xx, true, 425},
		{"429", header(429, "Retry-After", "7"), reason.HTTP429, true, 429},
		{"500", header(500), reason.HTTP5xx, true, 500},
		{"501", header(501), reason.HTTP5xx, false, 501},
		{"503", header(503), reason.HTTP5xx, true, 503},
		{"505", header(505), reason.HTTP5xx, false, 505},
		{"999", header(999), reason.HTTP4xx, false, 999},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := Options{MaxBytes: limit, MaxRedirects: 5}
			if strings.Contains(tt.name, "never comes") || tt.want == reason.Timeout || tt.want == reason.TooSlow {
				o.Timeout = 200 * time.Millisecond
			}
			c, link := serve(t, o, tt.serve)
			got := fetchOne(t, c, link+"/")
			if got.Err == nil {
				t.Fatalf("no error, status %d, moved %v", got.Status, got.Moved)
			}
			if got.Err.Reason != tt.want || got.Err.Retry != tt.retry || got.Err.Status != tt.status || got.Status != tt.status {
				t.Errorf("got %v (retry %t, status %d, outcome's %d), want %s (retry %t, status %d)",
					got.Err, got.Err.Retry, got.Err.Status, got.Status, tt.want, tt.retry, tt.status)
			}
			wantClassified(t, got.Err)
			if tt.status == 429 && got.RetryAfter != 7*time.Second {
				t.Errorf("Retry-After %v", got.RetryAfter)
			}
			if got.Body != nil || got.release != nil || !c.memory.budget.TryAcquire(bodyBudget) {
				t.Error("the failed body still holds memory")
			}
			if len(got.Err.Error()) > 400 {
				t.Errorf("a detail of %d bytes", len(got.Err.Error()))
			}
		})
	}
}

func TestGetRequest(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	seen := make(chan *http.Request, 1)
	c, link := serve(t, Options{UserAgent: "tester/1 (+mailto:a@b.test)"}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "a=b")
		seen <- r
	})
	for range 2 {
		if o := fetchOne(t, c, link+"/a%2Fb c?é"); o.Err != nil {
			t.Fatal(o.Err)
		}
		r := <-seen
		if r.Method != "GET" || r.RequestURI != "/a%2Fb%20c?%C3%A9" || r.UserAgent() != "tester/1 (+mailto:a@b.test)" {
			t.Errorf("%s %s by %s", r.Method, r.RequestURI, r.UserAgent())
		}
		for _, name := range []string{"Cookie", "Referer", "Authorization", "Range"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s: %s was sent", name, r.Header.Get(name))
			}
		}
		if r.Header.Get("Accept-Encoding") != "identity" || !strings.HasPrefix(r.Header.Get("Accept"), "image/") {
			t.Errorf("header %v", r.Header)
		}
	}
}

// A whole picture is one whatever the status.
func TestGetWholeBodies(t *testing.T) {
	for status, contentRange := range map[int]string{201: "", 202: "", 203: "", 206: "bytes 0-6/7"} {
		c, link := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", contentRange)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "picture")
		})
		o := fetchOne(t, c, link)
		if o.Err != nil || string(o.Body) != "picture" || o.Status != status {
			t.Errorf("status %d, %q, %v", o.Status, o.Body, o.Err)
		}
	}
}

func TestIsWhole(t *testing.T) {
	for value, whole := range map[string]bool{
		"bytes 0-9/10": true, "Bytes 0-9/10": true, "bytes 0-9/11": false, "bytes 1-9/10": false, "bytes 0-9/*": false, "bytes */10": false,
		"": false, "0-9": false, "bytes 0--1/0": false, "bytes 0-9223372036854775807/-9223372036854775808": false,
	} {
		if got := isWhole(value); got != whole {
			t.Errorf("%q: %t", value, got)
		}
	}
}

// The body of an answer that refuses is not read, and without the option it is.
func TestOptOutIsRespected(t *testing.T) {
	for _, respect := range []bool{true, false} {
		sent := make(chan bool, 1)
		c, link := serve(t, Options{RespectOptOut: respect, MaxRedirects: 1}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Robots-Tag", "noai")
			if r.URL.Path == "/moved" {
				http.Redirect(w, r, "/", http.StatusFound)
				return
			}
			w.Header().Set("Content-Length", "8000000")
			_, err := w.Write(make([]byte, 8_000_000))
			sent <- err == nil
		})
		o := fetchOne(t, c, link)
		if refused := o.Err != nil && o.Err.Reason == reason.OptedOut && o.Err.Status == 200 && !o.Err.Retry; refused != respect {
			t.Errorf("respect %t: %v", respect, o.Err)
		}
		o.Free()
		if whole := <-sent; whole == respect {
			t.Errorf("respect %t: the whole body was sent: %t", respect, whole)
		}
		if o := fetchOne(t, c, link+"/moved"); (o.Err != nil) != respect {
			t.Errorf("respect %t: a redirect that refuses: %v", respect, o.Err)
		}
	}
}
