package crop

import "image"

// Result is one encoded crop and what it was cut from.
type Result struct {
	Image         []byte // the encoded crop; the caller owns it
	Width, Height int    // of the encoded crop, in pixels
	Format        string // of Image: "jpeg" or "png"
	// Exact is where the crop lies within Image, in pixels: all of it, but
	// where Options.Encode is "source" and Image shows whole blocks around it.
	Exact image.Rectangle

	SourceFormat              string // "jpeg", "png", "gif", "webp", "bmp" or "tiff"
	SourceWidth, SourceHeight int    // of the whole picture, in pixels, upright where EXIF is applied
}

// Crop cuts box out of the encoded picture in data, scales the crop where the
// options say so, and encodes it. A nil box is the whole picture. Of an
// animation the first frame counts. With EXIF applied, the box and all sizes are
// those of the upright picture.
//
// The options must be valid. Every error is a *reason.Error: NotAnImage or
// Unsupported by the first bytes; TooManyPixels, Unsupported, Truncated or
// Decode by the header; InvalidRow, BoxOutside or TooSmall by the box, before
// the pixels are decoded; Truncated, Unsupported or Decode by the pixels; and
// Encode.
func Crop(data []byte, box *Box, o Options) (*Result, error) {
	f, err := sniff(data)
	if err != nil {
		return nil, err
	}
	size, err := measure(data, f, o.MaxPixels)
	if err != nil {
		return nil, err
	}
	var turned orientation
	if o.EXIF == exifApply {
		turned = orientationOf(data, f)
	}
	upright := turned.upright(size)
	rect, err := rectangle(box, upright, o)
	if err != nil {
		return nil, err
	}
	if o.Encode == encodeSource && f == formatJPEG && turned == (orientation{}) {
		if result, err := cropSource(data, size, rect); result != nil || err != nil {
			return result, err
		}
	}
	part, target := scaling(rect, o)
	stored := turned.stored(part, size)
	picture, err := decode(data, f, size, stored)
	if err != nil {
		return nil, err
	}
	encoded, err := encode(resize(turned.turn(cut(picture, stored)), target), o)
	if err != nil {
		return nil, err
	}
	return &Result{
		Image: encoded, Width: target.X, Height: target.Y, Format: o.format(), Exact: image.Rectangle{Max: target},
		SourceFormat: string(f), SourceWidth: upright.X, SourceHeight: upright.Y,
	}, nil
}
