package crop

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

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

// ParseBox reads a JSON array [x1,y1,x2,y2] of four numbers, as it stands in
// FaceCaption-15M's box column. Its error is a *reason.Error with InvalidRow.
func ParseBox(text string) (Box, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "null" {
		return Box{}, reason.Errorf(reason.InvalidRow, "the box is empty")
	}
	// Pointers, because a null in a []float64 would silently become 0.
	var elements []*float64
	if err := json.Unmarshal([]byte(text), &elements); err != nil {
		return Box{}, reason.Errorf(reason.InvalidRow, "box %q is not [x1,y1,x2,y2]: %w", shorten(text), plain(err))
	}
	numbers := make([]float64, len(elements))
	for i, e := range elements {
		if e == nil {
			return Box{}, reason.Errorf(reason.InvalidRow, "box %q holds a null", shorten(text))
		}
		numbers[i] = *e
	}
	return BoxOf(numbers)
}

// BoxOf makes a box of x1, y1, x2 and y2. Its error is a *reason.Error with
// InvalidRow.
func BoxOf(numbers []float64) (Box, error) {
	if len(numbers) != 4 {
		return Box{}, reason.Errorf(reason.InvalidRow, "a box has 4 numbers, not %d", len(numbers))
	}
	b := Box{X1: numbers[0], Y1: numbers[1], X2: numbers[2], Y2: numbers[3]}
	if err := b.Check(); err != nil {
		return Box{}, err
	}
	return b, nil
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

// plain drops the names of Go types from an error that people read.
func plain(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return errors.New("unexpected " + shorten(kind.Value))
	}
	return err
}

// shorten keeps a hostile cell from filling a failures file.
func shorten(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
