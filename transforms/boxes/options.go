package boxes

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The order of a box's four numbers.
const (
	XYXY   = "xyxy"   // left, top, right, bottom
	XYWH   = "xywh"   // left, top, width, height
	CXCYWH = "cxcywh" // the centre, width, height
)

// What a box's numbers count.
const (
	Pixels   = "pixels"   // of the picture as it is served, or of a reference size
	Fraction = "fraction" // of the picture's width and height: 0 to 1
	Permille = "permille" // thousandths of them: 0 to 1000
)

// Options say how a dataset keeps its boxes. It is plain data, and travels to
// workers. The zero value stands for a dataset without boxes.
type Options struct {
	Column  string   // the box column's name, for errors; "" with Columns
	Columns []string // four columns, of Also, with a number each; empty with Column

	Format string // XYXY, XYWH or CXCYWH
	Units  string // Pixels, Fraction or Permille

	// Several says that a cell is a list of boxes. It is a property of the
	// dataset: a cell with one box in it, or none, is a list of so many then.
	Several bool
	// Spans names the column, of Also, of the text that boxes have spans of. A box
	// is then start, end, four numbers and a score, as in GRIT: start and end count
	// characters (code points) of the text. "" = a box is four numbers.
	Spans string
	// Size is where the size lies of the picture that a row's boxes were drawn
	// on, in pixels; the zero value says that there is none.
	Size SizeColumns
	// Also names what Read gets as its second argument, in order: the Also of the
	// table.Columns that rows are read with.
	Also []string
}

// SizeColumns says where a row keeps the size of a picture.
type SizeColumns struct {
	Width, Height string // two columns, of Also, with a number each
	// Both is one column, of Also, with two numbers, such as "480 640".
	Both        string
	HeightFirst bool // of Both
}

// None says whether the dataset has no boxes.
func (o Options) None() bool { return o.Column == "" && len(o.Columns) == 0 }

// Needs returns the columns that Also has to have.
func (o Options) Needs() []string {
	needs := append([]string{}, o.Columns...)
	for _, name := range []string{o.Spans, o.Size.Width, o.Size.Height, o.Size.Both} {
		if name != "" {
			needs = append(needs, name)
		}
	}
	return needs
}

// Scored says whether boxes have scores.
func (o Options) Scored() bool { return o.Spans != "" }

// Sized says whether the dataset tells the size that its boxes refer to.
func (o Options) Sized() bool { return o.Size != (SizeColumns{}) }

// check finds what cannot be meant.
func (o Options) check() error {
	switch {
	case o.Column != "" && len(o.Columns) > 0:
		return fmt.Errorf("boxes are in one column or in four, not in %q and in %s", o.Column, quoted(o.Columns))
	case o.Column == "" && len(o.Columns) != 4:
		return fmt.Errorf("a box is in one column or in four, not in %d", len(o.Columns))
	case !slices.Contains(Formats(), o.Format):
		return fmt.Errorf("boxes are %s, not %q", strings.Join(Formats(), ", "), o.Format)
	case !slices.Contains(AllUnits(), o.Units):
		return fmt.Errorf("boxes are in %s, not in %q", strings.Join(AllUnits(), ", "), o.Units)
	case len(o.Columns) > 0 && (o.Several || o.Spans != ""):
		return errors.New("four columns hold one box")
	case o.Sized() && o.Units != Pixels:
		return fmt.Errorf("--box_size_columns is for boxes in pixels: in %s they need no size", o.Units)
	}
	return nil
}

// Formats returns the orders that are known.
func Formats() []string { return []string{XYXY, XYWH, CXCYWH} }

// AllUnits returns the units that are known.
func AllUnits() []string { return []string{Pixels, Fraction, Permille} }

// String says in a few words what the options say, such as "xyxy in pixels".
func (o Options) String() string {
	if o.None() {
		return "no boxes"
	}
	text := o.Format + " in " + o.Units
	if o.Units == Fraction {
		text = o.Format + " in fractions"
	}
	if o.Several {
		text = "several a row, " + text
	}
	if o.Spans != "" {
		text += fmt.Sprintf(", with spans of %q and scores", o.Spans)
	}
	if o.Sized() {
		text += fmt.Sprintf(", of the size in %q", strings.Join(o.Size.names(), ","))
	}
	return text
}

func (s SizeColumns) names() []string {
	if s.Both != "" {
		return []string{s.Both}
	}
	return []string{s.Width, s.Height}
}
