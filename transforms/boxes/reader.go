package boxes

import (
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// mostBoxes bounds what one row may ask for: a cell comes from outside.
const mostBoxes = 1000

// Piece is one box of a row, and what the row says of it.
type Piece struct {
	Box     crop.Box
	Caption *string  // the part of the row's caption that the box is of; nil: all of it
	Score   *float64 // a detector's; nil: none
}

// Reader reads the boxes of rows. It is safe for concurrent use.
type Reader struct {
	o    Options
	also map[string]int // where in Also a column is
}

// New returns a Reader. Its error is a mistake in the options.
func New(o Options) (Reader, error) {
	r := reader(o)
	if o.None() {
		return r, nil
	}
	if err := o.check(); err != nil {
		return r, err
	}
	for _, name := range o.Needs() {
		if _, ok := r.also[name]; !ok {
			return r, fmt.Errorf("column %q is not read", name)
		}
	}
	return r, nil
}

// reader returns a Reader of options that may be incomplete.
func reader(o Options) Reader {
	r := Reader{o: o, also: map[string]int{}}
	for i, name := range o.Also {
		if _, ok := r.also[name]; !ok {
			r.also[name] = i
		}
	}
	return r
}

// Read returns a row's boxes, in their order, at least one; none, without an
// error, where the dataset has no boxes. Cell is the box column's, and also the
// values of Options.Also.
//
// Its error is a *reason.Error with InvalidRow: the row has no box, or its cell
// is not what the Options say. A box whose edges are inverted or not finite is
// an error where the row has no other; among good ones it is returned, for
// cropping to refuse it alone.
func (r Reader) Read(cell table.Box, also []any) ([]Piece, error) {
	if r.o.None() {
		return nil, nil
	}
	entries, several, err := r.entries(cell, also)
	switch {
	case err != nil:
		return nil, r.blame(err)
	case len(entries) == 0 && several:
		return nil, r.blame(fmt.Errorf("the list of boxes is empty"))
	case len(entries) == 0:
		return nil, r.blame(errEmpty)
	case several && !r.o.Several:
		return nil, r.blame(fmt.Errorf("the cell is a list of boxes, but the dataset has one a row"))
	case len(entries) > mostBoxes:
		return nil, r.blame(fmt.Errorf("the cell has %d boxes; at most %d are read", len(entries), mostBoxes))
	}
	of, err := r.of(also)
	if err != nil {
		return nil, reason.Errorf(reason.InvalidRow, "%w", err)
	}
	pieces := make([]Piece, len(entries))
	for i, e := range entries {
		if pieces[i], err = r.piece(e, of, also); err != nil {
			if several {
				err = fmt.Errorf("box %d of %d: %w", i+1, len(entries), err)
			}
			return nil, r.blame(err)
		}
	}
	if err := r.checkSome(pieces); err != nil {
		return nil, err
	}
	return pieces, nil
}

// Holds says whether a row has a box that can be read, whatever its format and
// units; the options may leave them open.
func (o Options) Holds(cell table.Box, also []any) bool {
	entries, _, err := reader(o).entries(cell, also)
	return err == nil && slices.ContainsFunc(entries, func(e entry) bool {
		return len(e.numbers) == 4 || len(e.numbers) == spanNumbers
	})
}

// entries reads the numbers of a row's boxes.
func (r Reader) entries(cell table.Box, also []any) (entries []entry, several bool, err error) {
	if len(r.o.Columns) == 0 {
		return parse(cell)
	}
	e, err := r.columns(also)
	if err != nil || len(e.numbers) == 0 {
		return nil, false, err
	}
	return []entry{e}, false, nil
}

// columns reads a box of one number a column.
func (r Reader) columns(also []any) (entry, error) {
	var e entry
	empty := 0
	for _, name := range r.o.Columns {
		value := r.value(also, name)
		if value == nil {
			empty++
			continue
		}
		n, err := number(value)
		if err != nil {
			return e, fmt.Errorf("column %q: %w", name, err)
		}
		e.numbers = append(e.numbers, n)
	}
	if empty > 0 && len(e.numbers) > 0 {
		return e, fmt.Errorf("%d of the box's 4 columns are empty", empty)
	}
	return e, nil
}

// value returns what a row has in one of the columns of Also.
func (r Reader) value(also []any, name string) any {
	i, ok := r.also[name]
	if !ok || i >= len(also) {
		return nil
	}
	return also[i]
}

// of returns what the row's numbers refer to.
func (r Reader) of(also []any) (crop.Size, error) {
	switch {
	case r.o.Units == Fraction:
		return crop.Fraction, nil
	case r.o.Units == Permille:
		return crop.Permille, nil
	case r.o.Sized():
		return r.size(also)
	}
	return crop.Size{}, nil
}

// piece makes a box of what was read.
func (r Reader) piece(e entry, of crop.Size, also []any) (Piece, error) {
	p := Piece{}
	numbers := e.numbers
	if r.o.Spans != "" {
		if len(numbers) != spanNumbers {
			return p, fmt.Errorf("it has %d numbers, not a span's 2, a box's 4 and a score", len(numbers))
		}
		caption, err := r.span(numbers[0], numbers[1], also)
		if err != nil {
			return p, err
		}
		p.Caption, p.Score, numbers = &caption, &numbers[spanNumbers-1], numbers[2:6]
	}
	if len(numbers) != 4 {
		return p, errCount(len(numbers))
	}
	format := r.o.Format
	if len(e.formats) > 0 && !slices.Contains(e.formats, format) {
		return p, fmt.Errorf("its names say %s, not %s (--box_format)", e.formats[0], format)
	}
	p.Box = edges(format, numbers)
	p.Box.Of = of
	return p, nil
}

func errCount(n int) error { return fmt.Errorf("a box has 4 numbers, not %d", n) }

// checkSome is an error if none of the boxes is one.
func (r Reader) checkSome(pieces []Piece) error {
	var first error
	for _, p := range pieces {
		err := p.Box.Check()
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	failure, _ := reason.Of(first)
	return r.blame(failure.Err)
}

// blame says which column an error is about.
func (r Reader) blame(err error) error {
	if len(r.o.Columns) > 0 {
		return reason.Errorf(reason.InvalidRow, "columns %s: %w", quoted(r.o.Columns), err)
	}
	return reason.Errorf(reason.InvalidRow, "column %q: %w", r.o.Column, err)
}
