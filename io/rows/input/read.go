package input

import (
	"context"
	"errors"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
)

// Open reads of a file what names its columns. The file stays the caller's to close,
// after the last Read. What is wrong with the file is an *Error.
func Open(f files.File, format Format, cols table.Columns) (Reader, error) {
	r, err := format.Open(File{f}, cols)
	if err != nil {
		return nil, Blame(f, err)
	}
	return r, nil
}

// Inspect returns what a file holds. What is wrong with the file is an *Error.
func Inspect(ctx context.Context, f files.File, format Format, cols table.Columns) (table.Info, error) {
	r, err := Open(f, format, cols)
	if err != nil {
		return table.Info{}, err
	}
	if cols.URL == "" && cols.Image == "" {
		return table.Info{}, Blame(f, errors.New("no column of links is named (choose with --url_column)"))
	}
	info, err := r.Inspect(ctx)
	return info, Blame(f, err)
}

// Head yields a file's first rows; see Reader.Head. What is wrong with the file is an
// *Error.
func Head(ctx context.Context, f files.File, format Format, cols table.Columns, n int64, yield func(Row) error) error {
	r, err := Open(f, format, cols)
	if err != nil {
		return err
	}
	return r.Head(ctx, n, yield)
}

// Columns returns the columns that a file has; see Format.Columns. What is wrong with
// the file is an *Error.
func Columns(f files.File, format Format, cols table.Columns) ([]table.Column, error) {
	columns, err := format.Columns(File{f}, cols)
	return columns, Blame(f, err)
}
