package text

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// Dialect is what a format of text makes of it.
type Dialect interface {
	// Records reads the records of a text that stands at a record's start.
	Records(*Stream) Records
	// Leading is how many records come before the first row.
	Leading() int
	// Fields returns the kept columns, given what Inspect found out.
	Fields(index table.Index) []table.Field
	// Decoder returns what makes a row of a record.
	Decoder(kept []table.Field) func(Record, *input.Row)
	// Survey returns a new survey of all of a file's records.
	Survey() Survey
}

// Survey finds out what only the whole file tells.
type Survey interface {
	// Take looks at the next row.
	Take(*Cursor) error
	// Columns returns the columns that were met.
	Columns() []table.Column
	// End returns the kept columns, given how many rows there are.
	End(rows int64) ([]table.Field, error)
	// Lacks returns the columns that are not there; see table.Columns.Partial. It is
	// called after End.
	Lacks() []string
}

// Reader reads rows of one file of text.
type Reader struct {
	file    *File
	dialect Dialect

	mu     sync.Mutex
	parked []*Cursor // where earlier reads ended, the oldest first
}

// maxParked is how many places of a file are remembered: as many reads of a
// packed file may go on at once without one of them having to start anew.
const maxParked = 4

// Cursor stands between two rows.
type Cursor struct {
	text    *Stream
	records Records
	Row     int64 // the next one
}

// Kept returns the kept columns in the order of their fields.
func (r *Reader) Kept(index table.Index) []kept.Column { return kept.Of(r.dialect.Fields(index)) }

// begin returns a cursor at the first row. Of what watch is, see File.start.
func (r *Reader) begin(file *File, watch *charset.Evidence) (*Cursor, error) {
	text, err := file.start(readSize, watch)
	if err != nil {
		return nil, err
	}
	c := &Cursor{text: text, records: r.dialect.Records(text)}
	for range r.dialect.Leading() {
		if _, err := c.records.Next(); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	return c, nil
}

// First returns a cursor at the first row.
func (r *Reader) First() (*Cursor, error) { return r.begin(r.file, nil) }

// Next reads a row.
func (c *Cursor) Next() (Record, error) {
	rec, err := c.records.Next()
	return rec, c.passed(err)
}

// Skip goes past a row.
func (c *Cursor) Skip() error { return c.passed(c.records.Skip()) }

// passed counts a row, or says which one an error is about.
func (c *Cursor) passed(err error) error {
	switch {
	case err == nil:
		c.Row++
		return nil
	case errors.Is(err, io.EOF):
		return err
	default:
		return fmt.Errorf("row %d: %w", c.Row, err)
	}
}

// checkEvery is after how many rows a read looks whether it is to end.
const checkEvery = 1024

// Inspect reads the file to its end, and once more if that shows it to be in another
// encoding than its start does: an accent may come late.
func (r *Reader) Inspect(ctx context.Context) (table.Info, error) {
	var evidence charset.Evidence
	info, err := r.inspectIn(ctx, r.file, &evidence)
	var other *input.OtherError
	if r.file.certain || ctx.Err() != nil || errors.As(err, &other) || evidence.Encoding() == r.file.encoding {
		return info, err
	}
	return r.inspectIn(ctx, r.file.in(evidence.Encoding()), &evidence)
}

func (r *Reader) inspectIn(ctx context.Context, file *File, evidence *charset.Evidence) (table.Info, error) {
	c, err := r.begin(file, evidence)
	if err != nil {
		return table.Info{}, err
	}
	blocks, survey := table.NewBlockBuilder(c.records.Offset(), c.text.place), r.dialect.Survey()
	info := table.Info{Index: table.Index{Encoding: file.encoding}}
	for {
		if info.Rows%checkEvery == 0 && ctx.Err() != nil {
			return info, context.Cause(ctx)
		}
		err := survey.Take(c)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return info, err
		}
		info.Rows++
		blocks.Add(c.records.Offset())
	}
	if file.packed == nil {
		info.Index.Blocks = blocks.Blocks()
	}
	info.Index.Fields, err = survey.End(info.Rows)
	info.Columns, info.Lacks = survey.Columns(), survey.Lacks()
	info.Kept = kept.SchemaText(r.Kept(info.Index))
	return info, err
}

// Read yields the rows of sel in ascending order. Memory holds a row, and a
// megabyte of the file or what its packing needs.
func (r *Reader) Read(ctx context.Context, sel table.Selection, index table.Index, yield func(input.Row) error) error {
	if err := sel.Check(math.MaxInt64); err != nil {
		return fmt.Errorf("selecting rows: %w", err)
	}
	decode := r.dialect.Decoder(r.dialect.Fields(index))
	for at := sel.Cursor(); at.OK; {
		c, until, err := r.take(at.N, index)
		if err != nil {
			return input.Blame(r.file.src.File, err)
		}
		for at.OK && at.N < until {
			rec, err := c.skipTo(ctx, at.N)
			if err != nil {
				return input.Blame(r.file.src.File, err)
			}
			row := input.Row{Row: table.Row{Number: at.N}}
			decode(rec, &row)
			if err := yield(row); err != nil {
				return err
			}
			at.Next()
		}
		r.park(c)
	}
	return nil
}

// skipTo reads up to a row and returns it.
func (c *Cursor) skipTo(ctx context.Context, n int64) (Record, error) {
	for {
		if c.Row%checkEvery == 0 && ctx.Err() != nil {
			return Record{}, context.Cause(ctx)
		}
		wanted := c.Row == n
		var rec Record
		var err error
		if wanted {
			rec, err = c.Next()
		} else {
			err = c.Skip()
		}
		if errors.Is(err, io.EOF) {
			return rec, &input.OtherError{Err: fmt.Errorf("the file ends before row %d: %w", n, err)}
		}
		if err != nil || wanted {
			return rec, err
		}
	}
}

// take returns a cursor from which a row can be reached, and the first row that
// cannot be reached from it: one that an earlier read left, or else a new one at
// the start of the row's block, or of a packed file.
func (r *Reader) take(row int64, index table.Index) (*Cursor, int64, error) {
	if r.file.packed != nil {
		if c := r.unpark(0, row); c != nil {
			return c, math.MaxInt64, nil
		}
		c, err := r.begin(r.file.in(index.Encoding), nil)
		return c, math.MaxInt64, err
	}
	i := table.BlockOf(index.Blocks, row)
	if i < 0 {
		return nil, 0, &input.OtherError{Err: fmt.Errorf("the index given does not place row %d", row)}
	}
	run := table.RunFrom(index.Blocks, i)
	end := run.Offset + run.Size
	if c := r.unpark(run.First, row); c != nil {
		c.text.stretch.end = max(c.text.stretch.end, end)
		return c, run.End(), nil
	}
	text, err := r.file.in(index.Encoding).from(run.Offset, end)
	if err != nil {
		return nil, 0, err
	}
	return &Cursor{text: text, records: r.dialect.Records(text), Row: run.First}, run.End(), nil
}

// unpark takes the furthest cursor that stands at a row from first to last.
func (r *Reader) unpark(first, last int64) *Cursor {
	r.mu.Lock()
	defer r.mu.Unlock()
	best := -1
	for i, c := range r.parked {
		if c.Row >= first && c.Row <= last && (best < 0 || c.Row > r.parked[best].Row) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	c := r.parked[best]
	r.parked = append(r.parked[:best:best], r.parked[best+1:]...)
	return c
}

func (r *Reader) park(c *Cursor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parked = append(r.parked, c)
	if len(r.parked) > maxParked {
		r.parked = r.parked[1:]
	}
}

// Head yields the first rows, without kept columns.
func (r *Reader) Head(ctx context.Context, n int64, yield func(input.Row) error) error {
	c, err := r.begin(r.file, nil)
	if err != nil {
		return input.Blame(r.file.src.File, err)
	}
	decode := r.dialect.Decoder(nil)
	for i := range n {
		rec, err := c.skipTo(ctx, i)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return input.Blame(r.file.src.File, err)
		}
		row := input.Row{Row: table.Row{Number: i}}
		decode(rec, &row)
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}
