package rows

import (
	"bufio"
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/io/delimited"
)

// records are the records of a text from some place on.
type records interface {
	// next reads a record, which is good until the following one. io.EOF comes
	// after the last one; any other error is the end of the file's use.
	next() (record, error)
	// skip goes past a record that nobody needs.
	skip() error
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

// lines reads a text line by line.
type lines struct {
	text  *stream
	end   byte // what ends a line
	at    int64
	began int64  // where the record that is being read began
	long  []byte // a line that is longer than the buffer
}

func (l *lines) offset() int64 { return l.at }

// nextLine returns the next line that is not empty, with its end: a record begins.
func (l *lines) nextLine() ([]byte, error) {
	for {
		l.began = l.at
		line, err := l.line()
		if err != nil || len(delimited.TrimEnd(line)) > 0 {
			return line, err
		}
	}
}

// line returns a line of a record with its end, and io.EOF behind the last one. It
// is in the buffer where it fits.
func (l *lines) line() ([]byte, error) {
	l.text.guard.allow(l.began)
	line, err := l.text.ReadSlice(l.end)
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = l.text.ReadSlice(l.end)
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

// tableRecords are the rows of a table.
type tableRecords struct {
	lines
	splitter *delimited.Splitter
}

// next reads a record. A quote that is open at the end of the file has taken all
// rows since, and nobody knows how many.
func (r *tableRecords) next() (record, error) {
	line, err := r.nextLine()
	for err == nil {
		fields, complete, invalid := r.splitter.Line(line)
		if complete {
			return record{fields: fields, err: invalid}, nil
		}
		line, err = r.lineInQuotes()
	}
	return record{}, err
}

func (r *tableRecords) skip() error {
	line, err := r.nextLine()
	for err == nil && !r.splitter.Skip(line) {
		line, err = r.lineInQuotes()
	}
	return err
}

func (r *tableRecords) lineInQuotes() ([]byte, error) {
	line, err := r.line()
	if errors.Is(err, io.EOF) {
		err = errors.New("a quote that opens in it is never closed")
	}
	return line, err
}
