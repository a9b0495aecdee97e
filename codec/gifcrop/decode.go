package gifcrop

import (
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/beamcrop/beamcrop/codec/lzw"
)

// Size returns the size of the GIF picture in data, in pixels. Its errors are
// those of [Decode], but that it does not look at the pixels.
func Size(data []byte) (image.Point, error) {
	f, err := readFrame(data)
	if err != nil {
		return image.Point{}, err
	}
	return f.size, nil
}

// Decode decodes the rectangle r of the first frame of the GIF picture in data.
// The rectangle is in pixels, must lie within the picture and must not be empty.
// The bounds of the result are what the frame covers of r; the rest of r is
// transparent.
//
// Errors wrap [io.ErrUnexpectedEOF] where the data ends before the frame does, and
// are a [FormatError] where it is corrupt. What is corrupt below the rectangle is
// not seen.
//
// Decode does not limit the size of the frame.
func Decode(data []byte, r image.Rectangle) (*image.Paletted, error) {
	f, err := readFrame(data)
	if err != nil {
		return nil, err
	}
	if r.Empty() || !r.In(image.Rectangle{Max: f.size}) {
		return nil, fmt.Errorf("gifcrop: the rectangle %v is empty or not within the picture of %v", r, f.size)
	}
	compressed, whole := f.compressed()
	rows := f.rect.Dy()
	if covered := r.Intersect(f.rect); whole && !f.interlaced {
		rows = covered.Max.Y - f.rect.Min.Y
		if covered.Empty() {
			rows = 0
		}
	}
	pix, err := f.decompress(compressed, rows)
	if err != nil {
		return nil, err
	}
	m := &image.Paletted{Pix: pix, Stride: f.rect.Dx(), Rect: f.rect, Palette: f.palette}
	m.Rect.Max.Y = m.Rect.Min.Y + rows
	if f.interlaced {
		m.Pix = deinterlaced(m.Pix, m.Stride)
	}
	return m.SubImage(r).(*image.Paletted), nil
}

// compressed returns the frame's data in one piece, as far as it is there, and
// whether it ends as it should.
func (f *frame) compressed() (data []byte, whole bool) {
	rest := f.blocks
	for {
		block, after, ok := nextBlock(rest)
		if !ok {
			if len(rest) > 0 {
				data = append(data, rest[1:]...)
			}
			return data, false
		}
		if len(block) == 0 {
			return data, true
		}
		data, rest = append(data, block...), after
	}
}

// decompress returns so many rows of the frame, as they are stored.
func (f *frame) decompress(data []byte, rows int) ([]byte, error) {
	pix := make([]byte, f.rect.Dx()*rows)
	n, err := new(lzw.Decoder).Decode(pix, data, lzw.Variant{LitWidth: f.litWidth})
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, short("the pixels")
	case err != nil:
		return nil, FormatError(err.Error())
	case n < len(pix):
		return nil, FormatError("too few pixels")
	}
	return pix, nil
}

// deinterlaced puts rows that are stored in four passes into their order: every
// eighth, every eighth from the fourth on, every fourth from the second, and
// every second from the first.
func deinterlaced(pix []byte, stride int) []byte {
	out := make([]byte, len(pix))
	for _, pass := range []struct{ from, step int }{{0, 8}, {4, 8}, {2, 4}, {1, 2}} {
		for y := pass.from; y*stride < len(out); y += pass.step {
			copy(out[y*stride:(y+1)*stride], pix)
			pix = pix[stride:]
		}
	}
	return out
}
