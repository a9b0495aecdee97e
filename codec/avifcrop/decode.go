package avifcrop

import (
	"bytes"
	"fmt"
	"image"

	"github.com/gen2brain/avif"
)

// MaxPixels is up to how many pixels a picture is decoded: a quarter of a minute of
// CPU.
const MaxPixels = 1 << 25

// Size returns the size of the AVIF picture in data as it is stored, in pixels.
// Its errors are those of [Decode], but that it does not look at the pixels.
func Size(data []byte) (image.Point, error) {
	c, err := readContainer(data)
	if err != nil {
		return image.Point{}, err
	}
	return c.size, nil
}

// Orientation returns how the picture in data is to be turned to be shown, as
// EXIF numbers it, from 1 to 8. EXIF data in it does not count, nor does it in
// browsers.
func Orientation(data []byte) int {
	c, err := readContainer(data)
	if err != nil {
		return 1
	}
	turned := [4]int{1, 8, 3, 6}
	if !c.mirrored {
		return turned[c.rotated]
	}
	return [4][2]int{{4, 2}, {5, 7}, {2, 4}, {7, 5}}[c.rotated][c.axis]
}

// Decode decodes the AVIF picture in data, as it is stored. It is an *image.RGBA,
// or an *image.RGBA64 where it has more than 8 bits a sample.
//
// Errors wrap [ErrUnsupported] for a picture of more than [MaxPixels] and in
// programs that use the system's libavif, wrap [io.ErrUnexpectedEOF] where the data
// ends before the picture does, and are a [FormatError] where it is corrupt.
func Decode(data []byte) (image.Image, error) {
	c, err := readContainer(data)
	if err != nil {
		return nil, err
	}
	if int64(c.size.X)*int64(c.size.Y) > MaxPixels {
		return nil, fmt.Errorf("%w: more than %d pixels", ErrUnsupported, MaxPixels)
	}
	if avif.Dynamic() == nil {
		return nil, fmt.Errorf("%w: this program uses the system's libavif; build it with -tags nodynamic", ErrUnsupported)
	}
	m, err := avif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, FormatError(err.Error())
	}
	if m.Bounds() != (image.Rectangle{Max: c.size}) {
		return nil, FormatError("a picture of another size than its container says")
	}
	if !drawn(m, c.alpha) {
		return nil, FormatError("pixels that libavif cannot decode")
	}
	if rgba, ok := m.(*image.RGBA); ok {
		c.smooth(rgba)
	}
	return m, nil
}

// drawn reports that the picture was written to its end. Of one without alpha every
// pixel is opaque then; one with alpha may be transparent in places.
func drawn(m image.Image, alpha bool) bool {
	var pix []byte
	switch m := m.(type) {
	case *image.RGBA:
		pix = m.Pix
	case *image.RGBA64:
		pix = m.Pix
	}
	if alpha {
		return bytes.ContainsFunc(pix, func(r rune) bool { return r != 0 })
	}
	return len(pix) > 0 && pix[len(pix)-1] == 0xff
}
