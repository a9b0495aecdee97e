package webdataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// reader reads samples of one tar.
type reader struct {
	src    input.File
	cols   table.Columns
	packed bool

	mu     sync.Mutex
	parked *cursor // where the last read of a packed tar ended
}

func open(src input.File, cols table.Columns) (*reader, error) {
	start := make([]byte, min(src.Size(), 2))
	if len(start) == 0 {
		return nil, errors.New("the file is empty")
	}
	if _, err := src.ReadAt(start, 0); err != nil {
		return nil, fmt.Errorf("reading the start of the file: %w", err)
	}
	if cols.Image != "" && cols.Image != Picture {
		return nil, &table.MissingColumn{Name: cols.Image, There: []string{Picture}, Flag: "--image_column"}
	}
	return &reader{src: src, cols: cols, packed: string(start) == "\x1f\x8b"}, nil
}

// start returns a cursor at the first row.
func (r *reader) start() (*cursor, error) {
	if !r.packed {
		return newCursor(&stretch{ahead: newAhead(r.src)}, 0), nil
	}
	from, err := newUnpacked(r.src)
	if err != nil {
		return nil, err
	}
	return newCursor(from, 0), nil
}

// Kept implements input.Reader.
func (r *reader) Kept(index table.Index) []kept.Column { return kept.Of(index.Fields) }

// Inspect implements input.Reader.
func (r *reader) Inspect(ctx context.Context) (table.Info, error) {
	var info table.Info
	c, err := r.start()
	if err != nil {
		return info, err
	}
	found := newSurvey()
	blocks := table.NewBlockBuilder(0, func(at int64) int64 { return at })
	for {
		if ctx.Err() != nil {
			return info, context.Cause(ctx)
		}
		s, err := c.next(texts)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return info, err
		}
		found.add(s)
		info.Rows++
		blocks.Add(c.start)
	}
	if !r.packed {
		info.Index.Blocks = blocks.Blocks()
	}
	info.Index.Fields, info.Lacks, err = found.end(r.cols)
	info.Columns = found.columns()
	info.Kept = kept.SchemaText(r.Kept(info.Index))
	return info, err
}

// Read implements input.Reader.
func (r *reader) Read(ctx context.Context, sel table.Selection, index table.Index, yield func(input.Row) error) error {
	if err := sel.Check(math.MaxInt64); err != nil {
		return fmt.Errorf("selecting rows: %w", err)
	}
	decode, ahead := r.decoder(index.Fields), newAhead(r.src)
	for at := sel.Cursor(); at.OK; {
		c, until, err := r.reach(at.N, index, ahead)
		if err != nil {
			return input.Blame(r.src.File, err)
		}
		for at.OK && at.N < until {
			s, err := r.skipTo(ctx, c, at.N)
			if err != nil {
				return input.Blame(r.src.File, err)
			}
			if err := yield(decode(s, at.N)); err != nil {
				return err
			}
			at.Next()
		}
		r.park(c)
	}
	return nil
}

// Head implements input.Reader.
func (r *reader) Head(ctx context.Context, n int64, yield func(input.Row) error) error {
	c, err := r.start()
	if err != nil {
		return input.Blame(r.src.File, err)
	}
	decode := r.decoder(nil)
	for i := range n {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		s, err := c.next(r.wanted())
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return input.Blame(r.src.File, err)
		}
		if err := yield(decode(s, i)); err != nil {
			return err
		}
	}
	return nil
}

// wanted is what is read of a row.
func (r *reader) wanted() parts {
	if r.cols.Pictures {
		return pictures
	}
	return texts
}

// reach returns a cursor from which a row can be reached, and the first row that cannot.
func (r *reader) reach(row int64, index table.Index, ahead *ahead) (*cursor, int64, error) {
	if r.packed {
		r.mu.Lock()
		c := r.parked
		r.parked = nil
		r.mu.Unlock()
		if c != nil && c.row <= row {
			return c, math.MaxInt64, nil
		}
		c, err := r.start()
		return c, math.MaxInt64, err
	}
	i := table.BlockOf(index.Blocks, row)
	if i < 0 {
		return nil, 0, &input.OtherError{Err: fmt.Errorf("the index given does not place row %d", row)}
	}
	block := index.Blocks[i]
	return newCursor(&stretch{ahead: ahead, pos: block.Offset}, block.First), block.End(), nil
}

func (r *reader) park(c *cursor) {
	if r.packed {
		r.mu.Lock()
		r.parked = c
		r.mu.Unlock()
	}
}

// skipTo reads up to a row and returns it.
func (r *reader) skipTo(ctx context.Context, c *cursor, row int64) (*sample, error) {
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		want := nothing
		if c.row == row {
			want = r.wanted()
		}
		s, err := c.next(want)
		if errors.Is(err, io.EOF) {
			return nil, &input.OtherError{Err: fmt.Errorf("the tar ends before row %d: %w", row, io.ErrUnexpectedEOF)}
		}
		if err != nil || want != nothing {
			return s, err
		}
	}
}
