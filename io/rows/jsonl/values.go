package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/io/rows/text"
)

// values are the objects of a JSON array, or objects that follow each other
// over as many lines as they take. A damaged object is an invalid row as long as
// its brackets and quotes match; where they do not, nobody knows where it ends.
type values struct {
	text  *text.Stream
	array bool // they are an array's, which is yet to be entered or left
	at    int64
	value []byte
	short bytes.Buffer // the value without its line ends
}

// jsonStyle tells by the start of a text how its objects are written: whether they
// are an array's, or one of them takes several lines.
func jsonStyle(head []byte, whole bool) (array, spread bool) {
	start := bytes.TrimLeft(head, jsonSpace)
	if len(start) == 0 || start[0] != '[' && start[0] != '{' {
		return false, false
	}
	var scan valueScan
	n, ended := scan.add(start)
	if start[0] == '{' {
		spread = ended && bytes.IndexByte(start[:n], '\n') >= 0 && json.Valid(withoutNaN(start[:n]))
		return false, spread
	}
	inside := bytes.TrimLeft(start[1:], jsonSpace)
	empty := whole && len(inside) > 0 && inside[0] == ']'
	objects := len(inside) > 0 && inside[0] == '{'
	row := ended && bytes.IndexByte(start[:n], '\n') < 0 && len(bytes.TrimLeft(start[n:], jsonSpace)) > 0 // of JSON Lines, an array by mistake
	return (objects || empty) && !row, false
}

const jsonSpace = " \t\r\n"

// Offset implements text.Records.
func (r *values) Offset() int64 { return r.at }

// Next implements text.Records.
func (r *values) Next() (text.Record, error) {
	if err := r.read(); err != nil {
		return text.Record{}, err
	}
	err := checkJSON(r.value)
	if err == nil && bytes.IndexByte(r.value, '\n') >= 0 {
		r.short.Reset()
		if json.Compact(&r.short, r.value) == nil { // it cannot where there is a NaN
			return text.Record{Line: r.short.Bytes()}, nil
		}
	}
	return text.Record{Line: r.value, Err: err}, nil
}

// Skip implements text.Records.
func (r *values) Skip() error { return r.read() }

// read reads the next value.
func (r *values) read() error {
	r.value = r.value[:0]
	r.text.Allow(r.at)
	if err := r.findValue(); err != nil {
		return err
	}
	var scan valueScan
	for {
		buffered, err := r.text.Peek(max(1, r.text.Buffered()))
		if len(buffered) == 0 {
			return r.cutShort(err, scan)
		}
		n, ended := scan.add(buffered)
		r.value = append(r.value, buffered[:n]...)
		r.at += int64(n)
		if _, err := r.text.Discard(n); err != nil || ended {
			return err
		}
	}
}

func (r *values) cutShort(err error, scan valueScan) error {
	switch {
	case !errors.Is(err, io.EOF):
		return err
	case scan.depth > 0 || scan.quoted:
		return errors.New("a bracket or a quote that opens in it is never closed")
	default:
		return nil // a number at the end
	}
}

// findValue goes past what stands between values.
func (r *values) findValue() error {
	for {
		c, err := r.text.ReadByte()
		switch {
		case errors.Is(err, io.EOF) && r.array:
			return errors.New("the JSON array is not closed: the file is cut short")
		case err != nil:
			return err
		}
		r.at++
		switch {
		case bytes.IndexByte([]byte(jsonSpace), c) >= 0, c == ',':
		case r.array && r.text.First && c == '[':
			r.text.First = false
		case r.array && c == ']':
			return r.leave()
		default:
			r.at--
			return r.text.UnreadByte()
		}
	}
}

// leave checks that nothing follows an array.
func (r *values) leave() error {
	r.array = false
	if err := r.findValue(); err != nil {
		return err
	}
	return errors.New("something follows the end of the JSON array")
}

// valueScan looks for the end of a JSON value.
type valueScan struct {
	begun   bool
	depth   int
	quoted  bool
	escaped bool
}

// add looks at the next bytes, and returns how many of them belong to the value, and
// whether it ends there.
func (s *valueScan) add(text []byte) (n int, ended bool) {
	for i, c := range text {
		switch {
		case s.escaped:
			s.escaped = false
		case s.quoted:
			s.escaped = c == '\\'
			s.quoted = c != '"'
			if s.quoted || s.depth > 0 {
				continue
			}
			return i + 1, true
		case c == '"':
			s.quoted, s.begun = true, true
		case c == '{' || c == '[':
			s.depth++
			s.begun = true
		case s.depth > 0 && (c == '}' || c == ']'):
			if s.depth--; s.depth == 0 {
				return i + 1, true
			}
		case s.depth == 0 && s.begun && (c == ',' || c == ']' || bytes.IndexByte([]byte(jsonSpace), c) >= 0):
			return i, true
		default:
			s.begun = true
		}
	}
	return len(text), false
}
