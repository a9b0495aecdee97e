package testweb

import (
	"net/http"
	"strconv"
	"time"
)

// heldBack is how much of a body is sent after the request has left the
// counters. It is less than net/http buffers, so it goes out when the handler is done.
const heldBack = 512

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
	"retry_after_date": firstN((*visit).retryAfterDate),
	"reset":            (*visit).reset,
	"close":            (*visit).closeEarly,
	"hang":             (*visit).hang,
	"header_hang":      (*visit).headerHang,
	"slow_header":      (*visit).slowHeader,
	"endless_header":   (*visit).endlessHeader,
	"shortage_header":  (*visit).shortageHeader,
	"slow":             (*visit).slow,
	"trickle":          (*visit).trickle,
	"stall":            (*visit).stall,
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
	"gzip_tail":        (*visit).gzipTail,
	"partial":          (*visit).partial,
	"gzip_bomb":        (*visit).gzipBomb,
	"gzip_empty":       (*visit).gzipEmpty,
	"noai":             header("X-Robots-Tag", "noai, noimageai"),
	"noai_named":       header("X-Robots-Tag", "unavailable_after: Friday, 25-Jun-27 15:00:00 GMT", "beamcrop: noimageai"),
	"noai_other":       header("X-Robots-Tag", "noindex, max-snippet: 0", "otherbot: noai, noimageai"),
	"tdm":              header("TDM-Reservation", "1"),
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

// retryAfterDate names a time one to two seconds ahead.
func (v *visit) retryAfterDate() {
	v.w.Header().Set("Retry-After", time.Now().Add(2*time.Second).UTC().Format(http.TimeFormat))
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
