package crop

import "image"

// Size is a picture's width and height, in whatever a Box counts in.
type Size struct{ Width, Height int }

// Sizes that stand for units in which a box does not depend on its picture's
// size. Anything else is the size, in pixels, of the picture that a dataset's
// boxes were drawn on.
var (
	Fraction = Size{1, 1}       // from 0 to 1
	Permille = Size{1000, 1000} // from 0 to 1000
)

// place returns the box in pixels of a picture of the given size. It is a copy,
// nil for nil.
func place(box *Box, size image.Point) (*Box, error) {
	if box == nil {
		return nil, nil
	}
	if err := box.Check(); err != nil {
		return nil, err
	}
	placed := box.in(size)
	return &placed, nil
}

// In returns the box in pixels of a picture of the given size, upright.
func (b Box) In(width, height int) Box { return b.in(image.Pt(width, height)) }

// in returns the box in pixels of a picture of the given size, upright. A box
// that is in those pixels already keeps its own numbers. Any other has each
// number multiplied by the picture's side and divided by that of Of, both
// rounded to a float64 and to nothing coarser: which pixels that means is
// pixels' to say.
func (b Box) in(size image.Point) Box {
	if b.Of == (Size{}) || b.Of == (Size{size.X, size.Y}) {
		return Box{X1: b.X1, Y1: b.Y1, X2: b.X2, Y2: b.Y2}
	}
	return Box{
		X1: rescale(b.X1, size.X, b.Of.Width), Y1: rescale(b.Y1, size.Y, b.Of.Height),
		X2: rescale(b.X2, size.X, b.Of.Width), Y2: rescale(b.Y2, size.Y, b.Of.Height),
	}
}

// rescale converts its product, since Go may fuse an operation on a product with
// it on some architectures, but never beyond a conversion.
func rescale(v float64, to, from int) float64 {
	product := float64(v * float64(to))
	return product / float64(from)
}
