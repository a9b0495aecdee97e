package testweb

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The faults below answer in good HTTP; it is the body that is amiss.

const (
	hugeBytes = 10_000_000_000 // declared by huge_bytes
	bombBytes = 1 << 30        // that gzip_bomb unwraps to
	drip      = time.Second    // between two bytes of slow and slow_header

	trickle = 100 * time.Millisecond // between two parts of trickle
)

// filler is what endless bodies consist of. Never written to.
var filler = make([]byte, 64<<10)

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

// trickle takes N seconds for the body, a part every tenth of a second.
func (v *visit) trickle() {
	body, ok := v.body()
	if !ok {
		return
	}
	v.start(len(body))
	flusher := http.NewResponseController(v.w)
	parts := v.p.N * int(time.Second/trickle)
	for i := range parts {
		part := body[len(body)*i/parts : len(body)*(i+1)/parts]
		if i == parts-1 {
			v.leave()
		}
		if _, err := v.w.Write(part); err != nil || flusher.Flush() != nil || !v.wait(trickle) {
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
func (v *visit) gzip() { v.packed(nil) }

// gzipTail goes on after the end, as pages do that a server adds a comment to.
func (v *visit) gzipTail() { v.packed([]byte("<!-- cached -->\n")) }

func (v *visit) packed(tail []byte) {
	body, ok := v.body()
	if !ok {
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a buffer takes every write
	_ = z.Close()
	v.w.Header().Set("Content-Encoding", "gzip")
	v.send(http.StatusOK, contentType(v.p.Format), append(b.Bytes(), tail...))
}

// partial calls the whole picture a part.
func (v *visit) partial() {
	if body, ok := v.body(); ok {
		v.w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(body)-1, len(body)))
		v.send(http.StatusPartialContent, contentType(v.p.Format), body)
	}
}

// header serves the picture with header lines of one name, such as those by which
// its owner refuses machine learning.
func header(name string, values ...string) func(*visit) {
	return func(v *visit) {
		v.w.Header()[http.CanonicalHeaderKey(name)] = values
		v.picture()
	}
}

// stall sends half of the picture and then nothing, with the connection open.
func (v *visit) stall() {
	body, ok := v.body()
	if !ok {
		return
	}
	v.start(len(body))
	if _, err := v.w.Write(body[:len(body)/2]); err != nil || http.NewResponseController(v.w).Flush() != nil {
		return
	}
	<-v.r.Context().Done()
}

// gzipBomb is the picture, followed by a gigabyte of zeros, in a megabyte of gzip.
func (v *visit) gzipBomb() {
	body, ok := v.body()
	if !ok {
		return
	}
	var packed bytes.Buffer // a buffer takes every write
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(body)
	_, _ = z.Write(filler)
	_ = z.Flush()
	first := packed.Len()
	_, _ = z.Write(filler)
	_ = z.Flush()
	block := packed.Bytes()[first:]
	const together = 64 // blocks
	v.repeat(packed.Bytes()[:first], bytes.Repeat(block, together), bombBytes/len(filler)/together)
}

// gzipEmpty is a gzip stream without end of which nothing comes out: stored blocks
// (RFC 1951, section 3.2.4) of no bytes each.
func (v *visit) gzipEmpty() {
	header := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}
	v.repeat(header, bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, 10_000), 1<<40)
}

// repeat sends gzip: first, and n times again, which has to go with what precedes
// it, or less if the client goes away.
func (v *visit) repeat(first, again []byte, n int) {
	v.w.Header().Set("Content-Encoding", "gzip")
	v.start(0)
	_, err := v.w.Write(first)
	for ; n > 0 && err == nil; n-- {
		_, err = v.w.Write(again)
	}
}
