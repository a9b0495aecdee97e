package rows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/table"
)

// dialect is what a format of text makes of it.
type dialect interface {
	// records reads the records of a text that stands at a record's start.
	records(*stream) records
	// leading is how many records come before the first row.
	leading() int
	// fields returns the kept columns, given what Inspect found out.
	fields(index table.Index) []table.Field
	// decoder returns what makes a row of a record.
	decoder(kept []table.Field) func(record, *Row)
	// survey returns a new survey of all of a file's records.
	survey() survey
}

// survey finds out what only the whole file tells.
type survey interface {
	// take looks at the next row.
	take(*textCursor) error
	columns() []table.Column
	end(rows int64) ([]table.Field, error)
	lacks() []string // after end
}

// textReader reads rows of one file of text.
type textReader struct {
	file    *textFile
	dialect dialect

	mu     sync.Mutex
	parked []*textCursor // where earlier reads ended, the oldest first
}

// maxParked is how many places of a file are remembered: as many reads of a
// packed file may go on at once without one of them having to start anew.
const maxParked = 4

// textCursor stands between two rows.
type textCursor struct {
	text    *stream
	records records
	row     int64 // the next one
}

// Kept returns the kept columns in the order of their fields.
func (r *textReader) Kept(index table.Index) []KeptColumn { return keptOf(r.dialect.fields(index)) }

// begin returns a cursor at the first row. Of what watch is, see textFile.start.
func (r *textReader) begin(file *textFile, watch *charset.Evidence) (*textCursor, error) {
	text, err := file.start(readSize, watch)
	if err != nil {
		return nil, err
	}
	c := &textCursor{text: text, records: r.dialect.records(text)}
	for range r.dialect.leading() {
		if _, err := c.records.next(); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	return c, nil
}

// next reads a row.
func (c *textCursor) next() (record, error) {
	rec, err := c.records.next()
	return rec, c.passed(err)
}

// skip goes past a row.
func (c *textCursor) skip() error { return c.passed(c.records.skip()) }

// passed counts a row, or says which one an error is about.
func (c *textCursor) passed(err error) error {
	switch {
	case err == nil:
		c.row++
		return nil
	case errors.Is(err, io.EOF):
		return err
	default:
		return fmt.Errorf("row %d: %w", c.row, err)
	}
}

// checkEvery is after how many rows a read looks whether it is to end.
const checkEvery = 1024

// inspect reads the file to its end, and once more if that shows it to be in another
// encoding than its start does: an accent may come late.
func (r *textReader) inspect(ctx context.Context) (table.Info, error) {
	var evidence charset.Evidence
	info, err := r.inspectIn(ctx, r.file, &evidence)
	var other *otherError
	if r.file.certain || ctx.Err() != nil || errors.As(err, &other) || evidence.Encoding() == r.file.encoding {
		return info, err
	}
	return r.inspectIn(ctx, r.file.in(evidence.Encoding()), &evidence)
}

func (r *textReader) inspectIn(ctx context.Context, file *textFile, evidence *charset.Evidence) (table.Info, error) {
	c, err := r.begin(file, evidence)
	if err != nil {
		return table.Info{}, err
	}
	blocks, survey := table.NewBlockBuilder(c.records.offset(), c.text.place), r.dialect.survey()
	info := table.Info{Index: table.Index{Encoding: file.encoding}}
	for {
		if info.Rows%checkEvery == 0 && ctx.Err() != nil {
			return info, context.Cause(ctx)
		}
		err := survey.take(c)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return info, err
		}
		info.Rows++
		blocks.Add(c.records.offset())
	}
	if file.packed == nil {
		info.Index.Blocks = blocks.Blocks()
	}
	info.Index.Fields, err = survey.end(info.Rows)
	info.Columns, info.Lacks = survey.columns(), survey.lacks()
	info.Kept = schemaText(r.Kept(info.Index))
	return info, err
}

// Read yields the rows of sel in ascending order. Memory holds a row, and a
// megabyte of the file or what its packing needs.
func (r *textReader) Read(ctx context.Context, sel table.Selection, index table.Index, yield func(Row) error) error {
	if err := sel.Check(math.MaxInt64); err != nil {
		return fmt.Errorf("selecting rows: %w", err)
	}
	decode := r.dialect.decoder(r.dialect.fields(index))
	for at := sel.Cursor(); at.OK; {
		c, until, err := r.take(at.N, index)
		if err != nil {
			return blame(r.file.src.File, err)
		}
		for at.OK && at.N < until {
			rec, err := c.skipTo(ctx, at.N)
			if err != nil {
				return blame(r.file.src.File, err)
			}
			row := Row{Row: table.Row{Number: at.N}}
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
func (c *textCursor) skipTo(ctx context.Context, n int64) (record, error) {
	for {
		if c.row%checkEvery == 0 && ctx.Err() != nil {
			return record{}, context.Cause(ctx)
		}
		wanted := c.row == n
		var rec record
		var err error
		if wanted {
			rec, err = c.next()
		} else {
			err = c.skip()
		}
		if errors.Is(err, io.EOF) {
			return rec, &otherError{fmt.Errorf("the file ends before row %d: %w", n, err)}
		}
		if err != nil || wanted {
			return rec, err
		}
	}
}

// take returns a cursor from which a row can be reached, and the first row that
// cannot be reached from it: one that an earlier read left, or else a new one at
// the start of the row's block, or of a packed file.
func (r *textReader) take(row int64, index table.Index) (*textCursor, int64, error) {
	if r.file.packed != nil {
		if c := r.unpark(0, row); c != nil {
			return c, math.MaxInt64, nil
		}
		c, err := r.begin(r.file.in(index.Encoding), nil)
		return c, math.MaxInt64, err
	}
	i := table.BlockOf(index.Blocks, row)
	if i < 0 {
		return nil, 0, &otherError{fmt.Errorf("the index given does not place row %d", row)}
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
	return &textCursor{text: text, records: r.dialect.records(text), row: run.First}, run.End(), nil
}

// unpark takes the furthest cursor that stands at a row from first to last.
func (r *textReader) unpark(first, last int64) *textCursor {
	r.mu.Lock()
	defer r.mu.Unlock()
	best := -1
	for i, c := range r.parked {
		if c.row >= first && c.row <= last && (best < 0 || c.row > r.parked[best].row) {
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

func (r *textReader) park(c *textCursor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parked = append(r.parked, c)
	if len(r.parked) > maxParked {
		r.parked = r.parked[1:]
	}
}
