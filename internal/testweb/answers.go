package testweb

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	// heldBack is how much of a body is sent after the request has left the
	// counters. It is less than net/http buffers, so it goes out when the handler is done.
	heldBack = 512

	hugeBytes = 10_000_000_000 // declared by huge_bytes
	drip      = time.Second    // between two bytes of slow
)

// filler is what endless bodies consist of. Never written to.
var filler = make([]byte, 64<<10)

// answers says how each fault is served.
var answers = map[Fault]func(*visit){
	"": (*visit).picture,

	"404":              status(http.StatusNotFound),
	"410":              status(http.StatusGone),
	"403":              status(http.StatusForbidden),
	"500":              status(http.StatusInternalServerError),
	"503":              status(http.StatusServiceUnavailable),
	"429":              status(http.StatusTooManyRequests),
	"flaky":            firstN(status(http.StatusServiceUnavailable)),
	"flaky_reset":      firstN((*visit).reset),
	"retry_after":      firstN((*visit).retryAfter),
	"reset":            (*visit).reset,
	"close":            (*visit).closeEarly,
	"hang":             (*visit).hang,
	"header_hang":      (*visit).headerHang,
	"endless_header":   (*visit).endlessHeader,
	"slow":             (*visit).slow,
	"endless":          (*visit).endless,
	"huge_bytes":       (*visit).hugeBytes,
	"huge_chunked":     (*visit).hugeChunked,
	"truncate":         (*visit).truncate,
	"loop":             (*visit).loop,
	"redirect":         (*visit).redirect,
	"redirect_private": (*visit).redirectPrivate,
	"cut_image":        (*visit).cutImage,
	"html":             html("text/html; charset=utf-8"),
	"html_as_jpeg":     html("image/jpeg"),
	"wrong_type":       (*visit).wrongType,
	"huge_pixels":      (*visit).hugePixels,
	"empty":            (*visit).empty,
	"garbage":          (*visit).garbage,
	"gzip":             (*visit).gzip,
	"noai":             (*visit).noAI,
}

// picture answers as it should be.
func (v *visit) picture() {
	if body, ok := v.body(); ok {
		v.send(http.StatusOK, contentType(v.p.Format), body)
	}
}

// body returns the picture's bytes; if there are none the visit is answered.
func (v *visit) body() ([]byte, bool) {
	body, err := v.server.encoded(v.p)
	if err != nil {
		http.Error(v.w, err.Error(), http.StatusInternalServerError)
		return nil, false
	}
	return body, true
}

// send answers body in one go. Write errors mean that the client has gone,
// which is its right.
func (v *visit) send(code int, mediaType string, body []byte) {
	h := v.w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	v.w.WriteHeader(code)
	tail := max(0, len(body)-heldBack)
	_, _ = v.w.Write(body[:tail])
	v.leave()
	_, _ = v.w.Write(body[tail:])
}

func contentType(format string) string { return "image/" + format }

// status answers nothing but the status.
func status(code int) func(*visit) {
	return func(v *visit) { v.send(code, "text/plain; charset=utf-8", []byte(http.StatusText(code)+"\n")) }
}

// firstN lets a link's first N requests fail.
func firstN(fail func(*visit)) func(*visit) {
	return func(v *visit) {
		if v.attempt < v.p.N {
			fail(v)
			return
		}
		v.picture()
	}
}

func (v *visit) retryAfter() {
	v.w.Header().Set("Retry-After", "1")
	status(http.StatusTooManyRequests)(v)
}

// redirect counts N down; the last hop is the plain picture's link.
func (v *visit) redirect() {
	next := v.p
	next.N--
	if next.N == 0 {
		next.Fault = ""
	}
	v.goTo(next.Path())
}

// loop goes back and forth between two links, so that a client has to
// remember more than where it stands.
func (v *visit) loop() {
	next := v.p
	next.N = 1 - min(next.N, 1)
	v.goTo(next.Path())
}

func (v *visit) redirectPrivate() { v.goTo("http://10.0.0.1/") }

func (v *visit) goTo(location string) {
	v.w.Header().Set("Location", location)
	status(http.StatusFound)(v)
}

// slow promises the picture and gives a byte a second.
func (v *visit) slow() {
	body, ok := v.body()
	if !ok {
		return
	}
	v.start(len(body))
	flusher := http.NewResponseController(v.w)
	for i := range body {
		if _, err := v.w.Write(body[i : i+1]); err != nil || flusher.Flush() != nil || !v.wait(drip) {
			return
		}
	}
}

// start sends the headers of a picture; length 0 means an unknown one.
func (v *visit) start(length int) {
	v.w.Header().Set("Content-Type", contentType(v.p.Format))
	if length > 0 {
		v.w.Header().Set("Content-Length", strconv.Itoa(length))
	}
	v.w.WriteHeader(http.StatusOK)
}

// truncate declares the whole length, stops in the middle and closes the connection,
// as net/http does when a handler wrote less than it declared.
func (v *visit) truncate() {
	body, ok := v.body()
	if !ok {
		return
	}
	v.start(len(body))
	v.leave()
	_, _ = v.w.Write(body[:len(body)/2])
}

// hugeBytes declares 10 GB and delivers them, beginning with the picture.
func (v *visit) hugeBytes() {
	if body, ok := v.body(); ok {
		v.start(hugeBytes)
		v.pour(body, hugeBytes)
	}
}

// hugeChunked declares no length, so net/http sends chunks.
func (v *visit) hugeChunked() {
	if body, ok := v.body(); ok {
		v.start(0)
		v.pour(body, 1<<62)
	}
}

// pour writes body and then filler, total bytes together, until the client goes away.
func (v *visit) pour(body []byte, total int) {
	for block := body; total > 0; block = filler {
		n, err := v.w.Write(block[:min(len(block), total)])
		if err != nil {
			return
		}
		total -= n
	}
}

// cutImage is honest about a file that was damaged before: its length is
// right, its end is missing.
func (v *visit) cutImage() {
	if body, ok := v.body(); ok {
		v.send(http.StatusOK, contentType(v.p.Format), body[:len(body)/2])
	}
}

// html is what dead links answer that should answer 404.
func html(mediaType string) func(*visit) {
	return func(v *visit) {
		page := fmt.Sprintf("<!DOCTYPE html>\n<html><head><title>Not found</title></head>"+
			"<body><h1>Picture %d is no longer here</h1></body></html>\n", v.p.ID)
		v.send(http.StatusOK, mediaType, []byte(page))
	}
}

// wrongType serves a good picture under a wrong name.
func (v *visit) wrongType() {
	if body, ok := v.body(); ok {
		v.send(http.StatusOK, "text/plain; charset=utf-8", body)
	}
}

func (v *visit) hugePixels() {
	mediaType, body, err := v.server.bomb(v.p.Format)
	if err != nil {
		http.Error(v.w, err.Error(), http.StatusInternalServerError)
		return
	}
	v.send(http.StatusOK, mediaType, body)
}

func (v *visit) empty() { v.send(http.StatusOK, contentType(v.p.Format), nil) }

func (v *visit) garbage() { v.send(http.StatusOK, contentType("jpeg"), garbage(v.p.ID)) }

// gzip compresses whatever the client accepts.
func (v *visit) gzip() {
	body, ok := v.body()
	if !ok {
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a buffer takes every write
	_ = z.Close()
	v.w.Header().Set("Content-Encoding", "gzip")
	v.send(http.StatusOK, contentType(v.p.Format), b.Bytes())
}

// noAI is a picture whose owner refuses machine learning.
func (v *visit) noAI() {
	v.w.Header().Set("X-Robots-Tag", "noai, noimageai")
	v.picture()
}
