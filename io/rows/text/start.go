package text

import (
	"errors"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/rows/input"
)

// NewReader returns a Reader of a file in a dialect.
func NewReader(f *File, d Dialect) *Reader { return &Reader{file: f, dialect: d} }

// FirstRows returns the text from its start on, of which as little is read as a first
// row takes.
func (f *File) FirstRows() (*Stream, error) { return f.start(textSize, nil) }

// Begin returns how a file of text starts.
func Begin(src input.File) (input.Start, error) {
	f, err := Open(src, "")
	if err != nil {
		return input.Start{}, err
	}
	text, err := f.FirstRows()
	if err != nil {
		return input.Start{}, err
	}
	lines := Lines{Text: text, End: '\n'}
	line, err := lines.NextLine()
	for err == nil && line[0] == '#' { // a comment above a table, or its header
		var next []byte
		if next, err = lines.NextLine(); errors.Is(err, io.EOF) {
			err = nil
			break
		}
		line = next
	}
	if errors.Is(err, io.EOF) {
		return input.Start{}, errors.New("the file is empty")
	}
	if err != nil {
		return input.Start{}, fmt.Errorf("the first line: %w", err)
	}
	return input.Start{Head: f.Head, Whole: f.Whole, Line: TrimEnd(line)}, nil
}

// Style names the encoding, unless it is the usual one.
func (f *File) Style() []string {
	if f.encoding == charset.UTF8 {
		return nil
	}
	return []string{f.encoding}
}
