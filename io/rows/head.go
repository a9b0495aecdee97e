package rows

import (
	"context"
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
)

// Head yields a file's first rows, n at most, which may be all; without kept
// columns where only the whole file tells their types. Of a Parquet file it reads
// the footer, the page headers of the row groups that those rows lie in, and the
// pages that they lie on. What is wrong with the file is an *InputError.
func Head(ctx context.Context, f files.File, format string, cols table.Columns, n int64, yield func(Row) error) error {
	r, err := Open(f, format, cols)
	if err != nil {
		return err
	}
	return r.head(ctx, n, yield)
}

func (r *parquetReader) head(ctx context.Context, n int64, yield func(Row) error) error {
	n = min(n, r.rows())
	groups := 0
	for groups < len(r.groups) && r.groups[groups].first < n {
		groups++
	}
	index, err := r.index(ctx, r.groups[:groups])
	if err != nil {
		return blame(r.src.File, err)
	}
	return r.Read(ctx, table.Range(0, n), index, yield)
}

func (r *textReader) head(ctx context.Context, n int64, yield func(Row) error) error {
	c, err := r.begin(r.file, nil)
	if err != nil {
		return blame(r.file.src.File, err)
	}
	decode := r.dialect.decoder(nil)
	for i := range n {
		rec, err := c.skipTo(ctx, i)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return blame(r.file.src.File, err)
		}
		row := Row{Row: table.Row{Number: i}}
		decode(rec, &row)
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}
