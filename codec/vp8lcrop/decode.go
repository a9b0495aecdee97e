package vp8lcrop

import (
	"fmt"
	"image"
)

// decoder is the state of one picture's decoding.
type decoder struct {
	in         bitReader
	size       image.Point
	transforms []transform
	entries    int // of all tables of codes
}

const headerSize = 5

// Size returns the size of the picture in data, which is the body of a WebP file's
// VP8L chunk, in pixels.
func Size(data []byte) (image.Point, error) {
	d := decoder{in: bitReader{data: data}}
	err := d.readHeader(data)
	return d.size, err
}

func (d *decoder) readHeader(data []byte) error {
	if len(data) < headerSize {
		return errShort
	}
	if d.in.read(8) != 0x2f {
		return FormatError("no signature")
	}
	d.size = image.Pt(int(d.in.read(14))+1, int(d.in.read(14))+1)
	d.in.read(1) // whether alpha is used, a hint
	if d.in.read(3) != 0 {
		return FormatError("a version that is not known")
	}
	return nil
}

// Decode decodes the rectangle r of the picture in data, which is the body of a
// WebP file's VP8L chunk. The rectangle is in pixels, must lie within the picture
// and must not be empty. The bounds of the result are r.
//
// Errors wrap [io.ErrUnexpectedEOF] where data is missing that is needed, or are a
// [FormatError].
//
// Decode does not limit the size of the picture.
func Decode(data []byte, r image.Rectangle) (*image.NRGBA, error) {
	d := decoder{in: bitReader{data: data}}
	if err := d.readHeader(data); err != nil {
		return nil, err
	}
	if r.Empty() || !r.In(image.Rectangle{Max: d.size}) {
		return nil, fmt.Errorf("vp8lcrop: the rectangle %v is empty or not within the picture of %v", r, d.size)
	}
	width, err := d.readTransforms()
	if err != nil {
		return nil, err
	}
	pix, err := d.readPixels(width, d.size.Y, r.Max.Y, true)
	if err != nil {
		return nil, err
	}
	for i := len(d.transforms) - 1; i >= 0; i-- {
		pix = d.transforms[i].undo(pix, r.Max.Y)
	}
	return picture(pix, d.size.X, r), nil
}

// readTransforms reads all transforms, each of which there is but once, and returns
// the width of the pixels that are coded.
func (d *decoder) readTransforms() (width int, err error) {
	width = d.size.X
	for d.in.read(1) == 1 {
		t, left, err := d.readTransform(width, d.size.Y)
		if err != nil {
			return 0, err
		}
		for _, other := range d.transforms {
			if other.kind == t.kind {
				return 0, FormatError("a transform that is there twice")
			}
		}
		d.transforms, width = append(d.transforms, t), left
	}
	return width, nil
}

// picture copies the rectangle.
func picture(pix []uint32, width int, r image.Rectangle) *image.NRGBA {
	out := image.NewNRGBA(r)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		to := out.Pix[(y-r.Min.Y)*out.Stride:][:4*r.Dx()]
		for i, v := range pix[y*width+r.Min.X:][:r.Dx()] {
			to[4*i], to[4*i+1], to[4*i+2], to[4*i+3] = byte(v>>16), byte(v>>8), byte(v), byte(v>>24)
		}
	}
	return out
}
