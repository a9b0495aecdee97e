package crop

import (
	"image"
	"math"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	// far bounds the edges of absurd boxes so that sums of them stay finite
	// and fit an int; it is beyond any picture.
	far = 1 << 40
	// nearly is how close to a pixel's edge counts as on it: a fraction of a
	// width, such as 0.1 x 30 = 3.0000000000000004, must not cost a pixel.
	nearly = 1e-6
)

// rectangle returns the pixels to cut out of a picture of the given size: the
// box, grown by the margin, made square, and limited to the picture. The box is
// in pixels of that picture; nil is the whole of it.
func rectangle(box *Box, size image.Point, o Options) (image.Rectangle, error) {
	r := image.Rectangle{Max: size}
	if box != nil {
		if err := box.Check(); err != nil {
			return r, err
		}
		if !box.meets(size) {
			return r, reason.Errorf(reason.BoxOutside, "box %v lies outside the picture of %dx%d", *box, size.X, size.Y)
		}
		r = box.grow(o.Margin).pixels()
	}
	if o.Square {
		r = square(r, size)
	}
	r = inside(r, size)
	if r.Dx() < o.MinSize || r.Dy() < o.MinSize {
		return r, reason.Errorf(reason.TooSmall, "the crop of %dx%d is below --min_size=%d", r.Dx(), r.Dy(), o.MinSize)
	}
	return r, nil
}

// meets reports whether the box shares an area with the picture.
func (b Box) meets(size image.Point) bool {
	return b.X1 < float64(size.X) && b.X2 > 0 && b.Y1 < float64(size.Y) && b.Y2 > 0
}

// grow adds a fraction of the box's width and height on each side.
func (b Box) grow(margin float64) Box {
	b = Box{X1: bounded(b.X1), Y1: bounded(b.Y1), X2: bounded(b.X2), Y2: bounded(b.Y2)}
	// Assigned first: a product that is assigned is rounded on every
	// architecture, one within a sum may be fused with it.
	dx := margin * (b.X2 - b.X1)
	dy := margin * (b.Y2 - b.Y1)
	return Box{X1: b.X1 - dx, Y1: b.Y1 - dy, X2: b.X2 + dx, Y2: b.Y2 + dy}
}

func bounded(v float64) float64 { return min(max(v, -far), far) }

// pixels returns every pixel that the box touches, at least one each way; a
// box of integers is taken exactly.
func (b Box) pixels() image.Rectangle {
	x, y := int(math.Floor(b.X1+nearly)), int(math.Floor(b.Y1+nearly))
	return image.Rectangle{
		Min: image.Pt(x, y),
		Max: image.Pt(max(int(math.Ceil(b.X2-nearly)), x+1), max(int(math.Ceil(b.Y2-nearly)), y+1)),
	}
}

// square grows r's shorter side to the longer one about r's centre, shifts the
// result into the picture where it protrudes, and shrinks it only where the
// picture is smaller than it.
func square(r image.Rectangle, size image.Point) image.Rectangle {
	side := min(max(r.Dx(), r.Dy()), size.X, size.Y)
	x := r.Min.X + (r.Dx()-side)/2
	y := r.Min.Y + (r.Dy()-side)/2
	x = min(max(x, 0), size.X-side)
	y = min(max(y, 0), size.Y-side)
	return image.Rect(x, y, x+side, y+side)
}

// inside limits r to the picture, keeping at least one pixel each way.
func inside(r image.Rectangle, size image.Point) image.Rectangle {
	x := min(max(r.Min.X, 0), size.X-1)
	y := min(max(r.Min.Y, 0), size.Y-1)
	return image.Rectangle{
		Min: image.Pt(x, y),
		Max: image.Pt(min(max(r.Max.X, x+1), size.X), min(max(r.Max.Y, y+1), size.Y)),
	}
}

// scaling returns which part of the crop r to scale, and to which size. Cutting
// "fill" before scaling instead of after it keeps a crop of 1 x 60000 pixels
// from being scaled to a strip of millions of rows.
func scaling(r image.Rectangle, o Options) (image.Rectangle, image.Point) {
	if o.Width == 0 {
		return r, r.Size()
	}
	part, w, h := r, int64(r.Dx()), int64(r.Dy())
	tw, th := int64(o.Width), int64(o.Height)
	wide := w*th > h*tw // than the target's aspect ratio
	switch o.Mode {
	case modeFit, modePad:
		if wide {
			th = max(divide(h*tw, w), 1)
		} else {
			tw = max(divide(w*th, h), 1)
		}
	case modeFill:
		if wide {
			part = centre(r, int(max(divide(h*tw, th), 1)), r.Dy())
		} else {
			part = centre(r, r.Dx(), int(max(divide(w*th, tw), 1)))
		}
	}
	target := image.Pt(int(tw), int(th))
	if o.OnlyIfBigger && (target.X > part.Dx() || target.Y > part.Dy()) {
		return r, r.Size()
	}
	return part, target
}

// divide rounds half up, for a >= 0 and b > 0.
func divide(a, b int64) int64 { return (2*a + b) / (2 * b) }

// centre returns the w x h pixels in r's middle.
func centre(r image.Rectangle, w, h int) image.Rectangle {
	corner := r.Min.Add(image.Pt((r.Dx()-w)/2, (r.Dy()-h)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(w, h))}
}

// admit refuses pictures that the options do not want, by their size alone.
func admit(size image.Point, o Options) error {
	longer, shorter := max(size.X, size.Y), min(size.X, size.Y)
	switch {
	case shorter < o.MinSourceSize:
		return reason.Errorf(reason.SourceTooSmall, "the picture of %dx%d is below --min_source_size=%d", size.X, size.Y, o.MinSourceSize)
	case o.MaxAspectRatio > 0 && float64(longer) > o.MaxAspectRatio*float64(shorter):
		return reason.Errorf(reason.AspectRatio, "the picture of %dx%d is above --max_aspect_ratio=%v", size.X, size.Y, o.MaxAspectRatio)
	}
	return nil
}
