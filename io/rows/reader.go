package rows

import (
	"context"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows/input"
)

// Open reads of a file, in the format given, what names its columns. The file
// stays the caller's to close, after the last Read. What is wrong with the file
// is an *InputError.
func Open(f files.File, format string, cols Columns) (Reader, error) {
	known, err := formatNamed(format)
	if err != nil {
		return nil, err
	}
	return input.Open(f, known, cols)
}

// Inspect returns what a file holds. Of a Parquet file it reads the footer and,
// where that has no offset index, the page headers of the columns that cols
// names; a file of text it reads whole. What is wrong with the file is an
// *InputError.
func Inspect(ctx context.Context, f files.File, format string, cols Columns) (Info, error) {
	known, err := formatNamed(format)
	if err != nil {
		return Info{}, err
	}
	return input.Inspect(ctx, f, known, cols)
}

// Head yields a file's first rows, n at most, which may be all; without kept
// columns where only the whole file tells their types. Of a Parquet file it reads
// the footer, the page headers of the row groups that those rows lie in, and the
// pages that they lie on. What is wrong with the file is an *InputError.
func Head(ctx context.Context, f files.File, format string, cols Columns, n int64, yield func(Row) error) error {
	known, err := formatNamed(format)
	if err != nil {
		return err
	}
	return input.Head(ctx, f, known, cols, n, yield)
}

// Schema returns the columns that a file has, for choosing among them: those of
// JSON Lines as its first rows have them. Of cols only the constants and how text is written count.
// What is wrong with the file is an *InputError.
func Schema(f files.File, format string, cols Columns) ([]Column, error) {
	known, err := formatNamed(format)
	if err != nil {
		return nil, err
	}
	return input.Columns(f, known, cols)
}

// Style says in a few words how a file of text is written where that is not the
// usual way, as its start shows: its encoding, and what stands between cells.
// What is wrong with the file is an *InputError.
func Style(f files.File, format string, cols Columns) (string, error) {
	known, err := formatNamed(format)
	if err != nil || known.Style == nil {
		return "", err
	}
	style, err := known.Style(input.File{File: f}, cols)
	return style, input.Blame(f, err)
}
