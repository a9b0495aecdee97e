package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// records are the records of a text from some place on.
type records interface {
	// next reads a record, which is good until the following one. io.EOF comes
	// after the last one; any other error is the end of the file's use.
	next() (record, error)
	// offset returns where the last record ends, in bytes from where the records
	// started.
	offset() int64
}

// record is a row as it stands in the text.
type record struct {
	fields []string // of CSV and TSV
	line   []byte   // of JSON Lines
	err    error    // what makes this row invalid, and no other
}

// lines reads a text line by line, leaving out the empty ones.
type lines struct {
	text *stream
	at   int64
	long []byte // a line that is longer than the buffer
}

func (l *lines) offset() int64 { return l.at }

// next returns a line without its end.
func (l *lines) nextLine() ([]byte, error) {
	for {
		l.text.guard.allow(l.at)
		line, err := l.readLine()
		if len(line) == 0 {
			return nil, err
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		l.at += int64(len(line))
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 {
			return line, nil
		}
	}
}

// readLine returns a line with its end. It is in the buffer where it fits.
func (l *lines) readLine() ([]byte, error) {
	line, err := l.text.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	l.long = append(l.long[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = l.text.ReadSlice('\n')
		l.long = append(l.long, line...)
	}
	return l.long, err
}

// tsvRecords are lines whose fields tabs part, and nothing quotes.
type tsvRecords struct {
	lines
	fields []string
}

func (r *tsvRecords) next() (record, error) {
	line, err := r.nextLine()
	if err != nil {
		return record{}, err
	}
	r.fields = r.fields[:0]
	for field := range bytes.SplitSeq(line, []byte{'\t'}) {
		r.fields = append(r.fields, string(field))
	}
	return record{fields: r.fields}, nil
}

// csvRecords are records of RFC 4180.
type csvRecords struct {
	text *stream
	csv  *csv.Reader
}

func newCSVRecords(text *stream) *csvRecords {
	r := &csvRecords{text: text, csv: csv.NewReader(text.Reader)} // which it reads from directly
	r.csv.FieldsPerRecord = -1
	r.csv.ReuseRecord = true
	return r
}

func (r *csvRecords) offset() int64 { return r.csv.InputOffset() }

// next reads a record. One whose quotes are wrong is invalid and ends with its
// line, as far as that can be told; but a quote that is open at the end of the
// file has taken all rows since, and nobody knows how many.
func (r *csvRecords) next() (record, error) {
	r.text.guard.allow(r.offset())
	fields, err := r.csv.Read()
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return record{fields: fields}, err
	}
	if parse.Line > parse.StartLine && errors.Is(err, csv.ErrQuote) {
		if r.text.ended() {
			return record{}, fmt.Errorf("a quote that opens in it is never closed: %w", quoteError(parse))
		}
	}
	return record{err: quoteError(parse)}, nil
}

// quoteError says what is wrong in a row, without counting lines from where
// this reader happened to start.
func quoteError(parse *csv.ParseError) error {
	if line := parse.Line - parse.StartLine; line > 0 {
		return fmt.Errorf("%w, at byte %d of the row's line %d", parse.Err, parse.Column, line+1)
	}
	return fmt.Errorf("%w, at byte %d of the row", parse.Err, parse.Column)
}
