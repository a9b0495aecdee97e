package crop

import (
	"fmt"
	"math"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Box is an area of a picture, from the picture's top left corner. X1 and Y1
// are its left and top edges, X2 and Y2 its right and bottom ones: in pixels the
// box 0,0,10,10 holds 10 x 10 of them. It may lie partly outside.
type Box struct {
	X1, Y1, X2, Y2 float64
	// Of is the size of the picture that the numbers refer to. The zero Size is
	// that of the picture as it is served, upright; Fraction and Permille are
	// units; all else is a picture's size in pixels, to which the served one need
	// not agree.
	Of Size
}

// String returns the four numbers and what they refer to.
func (b Box) String() string {
	text := fmt.Sprintf("[%v, %v, %v, %v]", b.X1, b.Y1, b.X2, b.Y2)
	switch b.Of {
	case Size{}:
		return text
	case Fraction:
		return text + " in fractions"
	case Permille:
		return text + " in permille"
	}
	return fmt.Sprintf("%s of %dx%d", text, b.Of.Width, b.Of.Height)
}

// Check holds what every later step relies on: finite and ordered edges. Its
// error is a *reason.Error with InvalidRow.
func (b Box) Check() error {
	if b.Of != (Size{}) && (b.Of.Width < 1 || b.Of.Height < 1) {
		return reason.Errorf(reason.InvalidRow, "the box refers to a picture of %dx%d", b.Of.Width, b.Of.Height)
	}
	for _, v := range []float64{b.X1, b.Y1, b.X2, b.Y2} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return reason.Errorf(reason.InvalidRow, "box %v is not finite", b)
		}
	}
	if b.X2 <= b.X1 || b.Y2 <= b.Y1 {
		return reason.Errorf(reason.InvalidRow, "box %v is empty or inverted", b)
	}
	return nil
}
