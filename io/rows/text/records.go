package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Records are the records of a text from some place on.
type Records interface {
	// Next reads a record, which is good until the following one. io.EOF comes
	// after the last one; any other error is the end of the file's use.
	Next() (Record, error)
	// Skip goes past a record that nobody needs.
	Skip() error
	// Offset returns where the last record ends, in bytes from where the records
	// started.
	Offset() int64
}

// Record is a row as it stands in the text.
type Record struct {
	Fields []string // of CSV and TSV
	Line   []byte   // of JSON Lines
	Err    error    // what makes this row invalid, and no other
}

// Lines reads a text line by line.
type Lines struct {
	Text  *Stream
	End   byte // what ends a line
	at    int64
	began int64  // where the record that is being read began
	long  []byte // a line that is longer than the buffer
}

// Offset implements Records.
func (l *Lines) Offset() int64 { return l.at }

// NextLine returns the next line that is not empty, with its end: a record begins.
func (l *Lines) NextLine() ([]byte, error) {
	for {
		l.began = l.at
		line, err := l.Line()
		if err != nil || len(TrimEnd(line)) > 0 {
			return line, err
		}
	}
}

// Line returns a line of a record with its end, and io.EOF behind the last one. It
// is in the buffer where it fits.
func (l *Lines) Line() ([]byte, error) {
	l.Text.Allow(l.began)
	line, err := l.Text.ReadSlice(l.End)
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = l.Text.ReadSlice(l.End)
			l.long = append(l.long, line...)
		}
		line = l.long
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	l.at += int64(len(line))
	return line, nil
}

// TrimEnd returns a line without its end.
func TrimEnd(line []byte) []byte { return bytes.TrimRight(line, "\r\n") }
