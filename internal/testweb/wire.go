package testweb

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"
)

// The faults below break HTTP itself, so they take the connection over.

// hijack takes the connection over. It is closed when the server closes or
// done is called.
func (v *visit) hijack() (conn *countingConn, done func(), ok bool) {
	c, _, err := http.NewResponseController(v.w).Hijack()
	if err != nil { // the connection broke just now
		return nil, nil, false
	}
	conn = c.(*countingConn)
	stop := context.AfterFunc(v.server.closing, func() { _ = conn.Close() })
	return conn, func() {
		stop()
		_ = conn.Close() // a second time if the server closes
	}, true
}

// reset ends the connection with a TCP reset, before any answer.
func (v *visit) reset() {
	conn, done, ok := v.hijack()
	if !ok {
		return
	}
	defer done()
	v.leave()
	conn.abort()
}

// closeEarly ends the connection in good order, but before any answer.
func (v *visit) closeEarly() {
	_, done, ok := v.hijack()
	if !ok {
		return
	}
	v.leave()
	done()
}

// hang never answers.
func (v *visit) hang() { <-v.r.Context().Done() }

// headerHang begins the headers and falls silent, until the client leaves.
func (v *visit) headerHang() {
	conn, done, ok := v.hijack()
	if !ok {
		return
	}
	defer done()
	if _, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nX-Slow"); err == nil {
		_, _ = io.Copy(io.Discard, conn) // returns when either side closes
	}
}

// slowHeader sends a header of one byte a second.
func (v *visit) slowHeader() {
	conn, done, ok := v.hijack()
	if !ok {
		return
	}
	defer done()
	gone, left := context.WithCancel(v.server.closing)
	defer left()
	go func() {
		defer left()
		_, _ = io.Copy(io.Discard, conn) // returns when either side closes
	}()
	ticker := time.NewTicker(drip)
	defer ticker.Stop()
	for i := 0; ; i++ {
		const head = "HTTP/1.1 200 OK\r\nX-Slow: "
		b := "a"
		if i < len(head) {
			b = head[i : i+1]
		}
		if _, err := io.WriteString(conn, b); err != nil {
			return
		}
		select {
		case <-ticker.C:
		case <-gone.Done():
			return
		}
	}
}

// endlessHeader sends header after header.
func (v *visit) endlessHeader() {
	padding := append(append([]byte("X-Padding: "), bytes.Repeat([]byte{'a'}, 1000)...), '\r', '\n')
	v.flood([]byte("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"), padding)
}

// shortageHeader sends, for a header line, words by which a system says that it has
// run out of something.
func (v *visit) shortageHeader() {
	conn, done, ok := v.hijack()
	if !ok {
		return
	}
	defer done()
	v.leave()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\ncannot allocate memory\r\n\r\n") // fails when the client has gone
}

// endless sends a body that only the connection's end would end.
func (v *visit) endless() {
	body, ok := v.body()
	if !ok {
		return
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: " + contentType(v.p.Format) + "\r\nConnection: close\r\n\r\n"
	v.flood(append([]byte(head), body...), filler)
}

// flood writes first, and then again until the client leaves.
func (v *visit) flood(first, again []byte) {
	conn, done, ok := v.hijack()
	if !ok {
		return
	}
	defer done()
	for block := first; ; block = again {
		if _, err := conn.Write(block); err != nil {
			return
		}
	}
}
