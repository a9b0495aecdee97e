package crop

import (
	"encoding/binary"
	"errors"
	"image"

	"golang.org/x/image/tiff"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// measure reads the picture's size from its header and refuses a picture of
// more than limit pixels before anything of its size is allocated.
func measure(data []byte, f format, limit int64) (size image.Point, err error) {
	if w, h, ok := declared(data, f); ok {
		if err = checkPixels(w, h, limit); err != nil {
			return size, err
		}
	}
	src := newSource(data)
	defer recoverDecoder(f, &err)
	c, err := codecOf(f).config(src)
	switch {
	case errors.Is(err, tiff.FormatError("image too large")):
		return size, reason.Errorf(reason.TooManyPixels, "reading the header: %w", err)
	case err != nil:
		return size, src.failure(f, err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return size, reason.Errorf(reason.Decode, "the %s picture is declared as %dx%d pixels", f, c.Width, c.Height)
	}
	if err = checkPixels(int64(c.Width), int64(c.Height), limit); err == nil && f == formatWebP {
		err = checkLength(data)
	}
	return image.Pt(c.Width, c.Height), err
}

// checkPixels divides, since the product of two hostile sides may overflow.
func checkPixels(w, h, limit int64) error {
	if w > 0 && h > 0 && w > limit/h {
		return reason.Errorf(reason.TooManyPixels, "the picture of %dx%d exceeds --max_pixels=%d", w, h, limit)
	}
	return nil
}

// declared reads the size where it has a fixed place in the header. The
// decoders of these formats call a size beyond what they can address malformed
// or unsupported; to us it is a picture of too many pixels like any other.
func declared(data []byte, f format) (w, h int64, ok bool) {
	switch {
	case f == formatPNG && len(data) >= 24: // signature, then IHDR: length, type, width, height
		return int64(binary.BigEndian.Uint32(data[16:])), int64(binary.BigEndian.Uint32(data[20:])), true
	case f == formatBMP && len(data) >= 26: // a negative height stores rows from the top
		w = int64(int32(binary.LittleEndian.Uint32(data[18:])))
		h = int64(int32(binary.LittleEndian.Uint32(data[22:])))
		return w, max(h, -h), binary.LittleEndian.Uint32(data[14:]) >= 40
	case f == formatWebP && len(data) >= 30 && string(data[12:16]) == "VP8X": // 24 bits each, less one
		w = int64(binary.LittleEndian.Uint32(data[23:])>>8) + 1
		h = int64(binary.LittleEndian.Uint32(data[26:])>>8) + 1
		return w, h, true
	}
	return 0, 0, false
}
