package tiffcrop

import (
	"fmt"
	"image"
	"math"
)

// Size returns the size of the first picture in the TIFF file in data, in pixels.
// Its errors are those of [Decode], but that it does not look at the pixels.
func Size(data []byte) (image.Point, error) {
	l, err := readLayout(data)
	if err != nil {
		return image.Point{}, err
	}
	return l.size, nil
}

// Decode decodes the rectangle r of the first picture in the TIFF file in data. The
// rectangle is in pixels, must lie within the picture and must not be empty. The
// bounds of the result are r. It is an *image.Gray, an opaque *image.RGBA, or, where
// the picture has an alpha channel, an *image.NRGBA; an *image.RGBA, too, where that
// is already multiplied.
//
// Errors wrap [ErrUnsupported] for kinds that are not decoded, wrap
// [io.ErrUnexpectedEOF] where the data ends before the pixels do, and are a
// [FormatError] or jpegcrop's where it is corrupt.
//
// Decode does not limit the size of r.
func Decode(data []byte, r image.Rectangle) (image.Image, error) {
	l, err := readLayout(data)
	if err != nil {
		return nil, err
	}
	if r.Empty() || !r.In(image.Rectangle{Max: l.size}) {
		return nil, fmt.Errorf("tiffcrop: the rectangle %v is empty or not within the picture of %v", r, l.size)
	}
	if err := l.readBlocks(); err != nil {
		return nil, err
	}
	if int64(l.block.X)*int64(l.block.Y)*int64(l.together())*int64(l.bits) > math.MaxInt32*8 {
		return nil, unsupported("strips or tiles of more than 2 GB")
	}
	if l.compression == compressedJPEG {
		return l.decodeJPEG(r)
	}
	samples := newPlanes(r, l.samples)
	for plane := range l.planeCount() {
		err := l.eachBlock(r, func(i int, at image.Rectangle) error {
			return l.decodeBlock(i+plane*l.perPlane(), at, samples, plane)
		})
		if err != nil {
			return nil, err
		}
	}
	return l.picture(samples), nil
}

// eachBlock calls do for each block of the first plane that r touches, with its
// number and its place.
func (l *layout) eachBlock(r image.Rectangle, do func(i int, at image.Rectangle) error) error {
	for y := r.Min.Y / l.block.Y; y*l.block.Y < r.Max.Y; y++ {
		for x := r.Min.X / l.block.X; x*l.block.X < r.Max.X; x++ {
			at := image.Pt(x*l.block.X, y*l.block.Y)
			if err := do(y*l.across()+x, image.Rectangle{Min: at, Max: at.Add(l.block)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// decodeBlock decompresses a block as far as it is wanted, and takes its samples
// over.
func (l *layout) decodeBlock(i int, at image.Rectangle, to *planes, plane int) error {
	wanted := at.Intersect(to.rect)
	data, err := l.compressed(i)
	if err != nil {
		return err
	}
	rows := make([]byte, l.rowBytes()*(wanted.Max.Y-at.Min.Y))
	if err := l.decompress(rows, data); err != nil {
		return fmt.Errorf("strip or tile %d: %w", i, err)
	}
	for y := wanted.Min.Y; y < wanted.Max.Y; y++ {
		row := rows[(y-at.Min.Y)*l.rowBytes():][:l.rowBytes()]
		if l.predicted {
			l.addLeft(row)
		}
		for s := range l.together() {
			l.unpack(to.row(plane+s, wanted, y), row, (wanted.Min.X-at.Min.X)*l.together()+s)
		}
	}
	return nil
}

// compressed returns the data of a block.
func (l *layout) compressed(i int) ([]byte, error) {
	data := l.from(l.offsets[i])
	if uint64(len(data)) > l.lengths[i] {
		data = data[:l.lengths[i]]
	}
	if len(data) == 0 {
		return nil, short("a strip or tile")
	}
	return data, nil
}
