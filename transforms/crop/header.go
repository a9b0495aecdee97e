package crop

import (
	"encoding/binary"
	"image"

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
	defer recoverDecoder(f, &err)
	if size, err = codecOf(f).size(data); err != nil {
		return size, newSource(data).failure(f, err)
	}
	if size.X <= 0 || size.Y <= 0 {
		return size, reason.Errorf(reason.Decode, "the %s picture is declared as %dx%d pixels", f, size.X, size.Y)
	}
	if err = checkPixels(int64(size.X), int64(size.Y), limit); err == nil {
		err = checkLength(data, f)
	}
	return size, err
}

// checkLength refuses a picture whose file is shorter than its header makes it,
// before its pixels are allocated.
func checkLength(data []byte, f format) error {
	least := int64(len(data))
	switch f {
	case formatWebP:
		least = webpLength(data)
	case formatPNG:
		least = pngLength(data)
	}
	if least > int64(len(data)) {
		return reason.Errorf(reason.Truncated, "decoding %s: by its header the file has at least %d bytes, there are %d", f, least, len(data))
	}
	return nil
}

// pngLength is what the pixels take where deflate does its best: 258 bytes for
// two bits.
func pngLength(data []byte) int64 {
	const best = 258 * 8 / 2
	w, h, _ := declared(data, formatPNG)
	depth, kind := int64(data[24]), data[25]
	samples := map[byte]int64{2: 3, 4: 2, 6: 4}[kind] // RGB, grey and alpha, RGBA
	return (w*depth*max(samples, 1) + 7) / 8 * h / best
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
	case f == formatPNG && len(data) >= 24 && string(data[12:16]) == "IHDR": // signature, then IHDR: length, type, width, height
		return int64(binary.BigEndian.Uint32(data[16:])), int64(binary.BigEndian.Uint32(data[20:])), true
	case f == formatWebP && len(data) >= 30 && string(data[12:16]) == "VP8X": // 24 bits each, less one
		w = int64(binary.LittleEndian.Uint32(data[23:])>>8) + 1
		h = int64(binary.LittleEndian.Uint32(data[26:])>>8) + 1
		return w, h, true
	}
	return 0, 0, false
}
