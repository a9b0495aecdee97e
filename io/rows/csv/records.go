package csv

import (
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/io/rows/csv/delimited"
	"github.com/beamcrop/beamcrop/io/rows/text"
)

// records are the rows of a table.
type records struct {
	text.Lines
	splitter *delimited.Splitter
	leading  int // lines before the first record, in which quotes mean nothing
}

// Next reads a record. A quote that is open at the end of the file has taken all
// rows since, and nobody knows how many.
func (r *records) Next() (text.Record, error) {
	line, err := r.firstLine()
	for err == nil {
		fields, complete, invalid := r.splitter.Line(line)
		if complete {
			return text.Record{Fields: fields, Err: invalid}, nil
		}
		line, err = r.lineInQuotes()
	}
	return text.Record{}, err
}

// Skip implements text.Records.
func (r *records) Skip() error {
	line, err := r.firstLine()
	for err == nil && !r.splitter.Skip(line) {
		line, err = r.lineInQuotes()
	}
	return err
}

// firstLine returns the first line of the next record.
func (r *records) firstLine() ([]byte, error) {
	for ; r.leading > 0; r.leading-- {
		if _, err := r.NextLine(); err != nil {
			return nil, err
		}
	}
	return r.NextLine()
}

func (r *records) lineInQuotes() ([]byte, error) {
	line, err := r.Line()
	if errors.Is(err, io.EOF) {
		err = errors.New("a quote that opens in it is never closed")
	}
	return line, err
}
