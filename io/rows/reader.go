package rows

import (
	"context"
	"errors"
	"fmt"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
)

// Reader reads rows of one file. It is safe for concurrent use.
type Reader interface {
	// Kept returns the kept columns in the order of Row.Kept.
	Kept(index table.Index) []KeptColumn
	// Read yields the rows of sel in ascending order. An error of yield ends the
	// read and is returned as it is. Memory is bounded, whatever sel.
	//
	// Here as for Kept, index is what Inspect returned for the file and the same
	// columns, or what Cut left of it for sel.
	Read(ctx context.Context, sel table.Selection, index table.Index, yield func(Row) error) error

	head(ctx context.Context, n int64, yield func(Row) error) error
	inspect(ctx context.Context) (table.Info, error)
}

// Open reads of a file, in the format given, what names its columns. The file
// stays the caller's to close, after the last Read. What is wrong with the file
// is an *InputError.
func Open(f files.File, format string, cols table.Columns) (Reader, error) {
	r, err := open(source{f}, format, cols)
	if err != nil {
		return nil, blame(f, err)
	}
	return r, nil
}

func open(src source, format string, cols table.Columns) (Reader, error) {
	switch format {
	case FormatParquet:
		return openParquetReader(src, cols)
	case FormatCSV, FormatTSV:
		return openTable(src, format, cols)
	case FormatJSONL:
		return openJSONL(src, cols)
	default:
		return nil, &otherError{fmt.Errorf("there is no format %q", format)}
	}
}

// Inspect returns what a file holds. Of a Parquet file it reads the footer and,
// where that has no offset index, the page headers of the columns that cols
// names; a file of text it reads whole. What is wrong with the file is an
// *InputError.
func Inspect(ctx context.Context, f files.File, format string, cols table.Columns) (table.Info, error) {
	r, err := Open(f, format, cols)
	if err != nil {
		return table.Info{}, err
	}
	if cols.URL == "" {
		return table.Info{}, blame(f, errors.New("no column of links is named (choose with --url_column)"))
	}
	info, err := r.inspect(ctx)
	return info, blame(f, err)
}

// Schema returns the columns that a file has, for choosing among them: those of
// JSON Lines as its first rows have them. Of cols only how text is written counts.
// What is wrong with the file is an *InputError.
func Schema(f files.File, format string, cols table.Columns) ([]table.Column, error) {
	columns, err := schemaOf(source{f}, format, cols)
	return columns, blame(f, err)
}

func schemaOf(src source, format string, cols table.Columns) ([]table.Column, error) {
	switch format {
	case FormatCSV, FormatTSV:
		text, err := openText(src, cols.Encoding)
		if err != nil {
			return nil, err
		}
		layout, err := readHeader(text, format, cols)
		if err != nil {
			return nil, err
		}
		return layout.columns(), nil
	case FormatJSONL:
		return firstKeys(src, cols.Encoding)
	default:
		file, err := openParquet(src)
		if err != nil {
			return nil, err
		}
		return columnsOf(file), nil
	}
}
