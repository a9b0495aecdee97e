package crop

import "image"

// orientation is how a stored picture is turned to stand upright. Its pixel at
// (x, y) upright is stored at (x, y), with x and y swapped first where swap is
// set and then counted from the stored picture's right or lower edge.
type orientation struct{ swap, fromRight, fromBottom bool }

// orientations are in the order of EXIF's values (CIPA DC-008, section 4.6.5.1.6): 1 is
// upright; 2 mirrored left to right; 3 turned by half; 4 mirrored top to
// bottom; 5 mirrored at the diagonal; 6 to be turned a quarter clockwise;
// 7 mirrored at the other diagonal; 8 to be turned a quarter anticlockwise.
var orientations = [9]orientation{
	2: {fromRight: true},
	3: {fromRight: true, fromBottom: true},
	4: {fromBottom: true},
	5: {swap: true},
	6: {swap: true, fromBottom: true},
	7: {swap: true, fromRight: true, fromBottom: true},
	8: {swap: true, fromRight: true},
}

// upright returns the size that a picture of the stored size has upright.
func (o orientation) upright(stored image.Point) image.Point {
	if o.swap {
		return image.Pt(stored.Y, stored.X)
	}
	return stored
}

// stored returns where the rectangle r of the upright picture lies in the
// stored one, whose size is given.
func (o orientation) stored(r image.Rectangle, size image.Point) image.Rectangle {
	if o.swap {
		r = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	if o.fromRight {
		r.Min.X, r.Max.X = size.X-r.Max.X, size.X-r.Min.X
	}
	if o.fromBottom {
		r.Min.Y, r.Max.Y = size.Y-r.Max.Y, size.Y-r.Min.Y
	}
	return r
}
