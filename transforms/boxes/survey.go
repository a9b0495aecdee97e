package boxes

import (
	"math"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/crop"
)

// survey is what a sample of rows holds.
type survey struct {
	rows     int   // looked at
	lists    int   // cells that hold a list of boxes, which is not empty
	single   int   // cells that hold one box
	noBoxes  int   // cells that hold an empty list
	spans    int   // boxes of seven numbers
	broken   int   // cells that hold something else
	first    error // of the first of those
	boxes    []surveyed
	distinct int // boxes that differ from all before them: copies of one say nothing new
}

// surveyed is one box of a sample.
type surveyed struct {
	numbers [4]float64
	formats []string  // that its names allow; empty: it has none
	of      crop.Size // the reference size of its row; zero: none
}

// look surveys rows. What cannot be read is passed over: it will be its row's
// failure.
func look(r Reader, sample []table.Row) survey {
	s := survey{rows: len(sample)}
	seen := map[[4]float64]bool{}
	names := formatsOf(r.o.Columns)
	for _, row := range sample {
		entries, several, err := r.entries(row.Box, row.Also)
		switch {
		case err != nil:
			s.breaks(err)
			continue
		case several && len(entries) == 0:
			s.noBoxes++
		case several:
			s.lists++
		case len(entries) > 0:
			s.single++
		}
		var of crop.Size
		if r.o.Sized() {
			of, _ = r.size(row.Also) // without one the row says nothing of limits
		}
		for _, e := range entries {
			b := surveyed{formats: e.formats, of: of}
			if len(b.formats) == 0 {
				b.formats = names
			}
			switch len(e.numbers) {
			case 4:
				copy(b.numbers[:], e.numbers)
			case spanNumbers:
				copy(b.numbers[:], e.numbers[2:])
				s.spans++
			default:
				s.breaks(errCount(len(e.numbers)))
				continue
			}
			s.boxes = append(s.boxes, b)
			if !seen[b.numbers] {
				seen[b.numbers] = true
				s.distinct++
			}
		}
	}
	return s
}

// breaks counts a cell that is no box.
func (s *survey) breaks(err error) {
	if s.broken++; s.first == nil {
		s.first = err
	}
}

// count returns for how many boxes something is so.
func (s survey) count(is func(surveyed) bool) int {
	n := 0
	for _, b := range s.boxes {
		if is(b) {
			n++
		}
	}
	return n
}

// share returns a part of the boxes as a number from 0 to 1.
func (s survey) share(n int) float64 { return float64(n) / float64(max(len(s.boxes), 1)) }

// largest returns the largest number of all boxes.
func (s survey) largest() float64 {
	most := math.Inf(-1)
	for _, b := range s.boxes {
		for _, n := range b.numbers {
			most = max(most, n)
		}
	}
	return most
}

// slack is by how much of a picture's side a box may protrude from it before
// that speaks against its being read so: detectors overshoot.
const slack = 0.02

// fits says whether a box makes sense as one of that format, in a picture of
// the size given; the zero size is not known.
func (b surveyed) fits(format string, limit crop.Size) bool {
	box := edges(format, b.numbers[:])
	if box.Check() != nil {
		return false
	}
	w, h := float64(limit.Width), float64(limit.Height)
	if format == CXCYWH {
		// Half of the box lies before its centre, and not before the picture.
		overX, overY := max(slack*w, slack*b.numbers[2]), max(slack*h, slack*b.numbers[3])
		if box.X1 < -overX || box.Y1 < -overY {
			return false
		}
	}
	return limit == (crop.Size{}) || box.X2 <= float64(w*(1+slack)) && box.Y2 <= float64(h*(1+slack))
}

// limit returns the size of the picture in a unit, zero if it is not known.
func (b surveyed) limit(units string) crop.Size {
	switch units {
	case Fraction:
		return crop.Fraction
	case Permille:
		return crop.Permille
	}
	return b.of
}
