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

	// Box is the box in pixels of the whole picture, upright where EXIF is
	// applied: as it was given where it was in those pixels, else scaled; nil
	// where there was none. Neither margin nor square are in it.
	Box *Box
	// Rescaled is true where the box referred to another size than the
	// picture's; always so for fractions and permille.
	Rescaled bool

	SourceFormat              string // "jpeg", "png", "gif", "webp", "bmp" or "tiff"
	SourceWidth, SourceHeight int    // of the whole picture, in pixels, upright where EXIF is applied
}

// Crop cuts box out of the encoded picture in data, scales the crop where the
// options say so, and encodes it. A nil box is the whole picture. Of an
// animation the first frame counts. With EXIF applied, the box and all sizes are
// those of the upright picture. A box that refers to another size is scaled to
// the picture's.
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
	placed, err := place(box, upright)
	if err != nil {
		return nil, err
	}
	rect, err := rectangle(placed, upright, o)
	if err != nil {
		return nil, err
	}
	result, err := cropRectangle(data, f, size, turned, rect, o)
	if err != nil {
		return nil, err
	}
	result.Box = placed
	result.Rescaled = box != nil && box.Of != (Size{}) && box.Of != (Size{upright.X, upright.Y})
	return result, nil
}

// cropRectangle cuts a rectangle out of the upright picture, scales and encodes
// it.
func cropRectangle(data []byte, f format, size image.Point, turned orientation, rect image.Rectangle, o Options) (*Result, error) {
	upright := turned.upright(size)
	if o.Encode == encodeSource && f == formatJPEG && turned == (orientation{}) {
		if result, err := cropSource(data, size, rect); result != nil || err != nil {
			return result, err
		}
	}
	part, target := scaling(rect, o)
	scaled, err := cropTo(data, f, size, part, target, turned, o.format() != encodeJPEG)
	if err != nil {
		return nil, err
	}
	encoded, err := encode(scaled, o)
	if err != nil {
		return nil, err
	}
	return &Result{
		Image: encoded, Width: target.X, Height: target.Y, Format: o.format(), Exact: image.Rectangle{Max: target},
		SourceFormat: string(f), SourceWidth: upright.X, SourceHeight: upright.Y,
	}, nil
}

// cropTo decodes a part of the upright picture, turns it so, and scales it to
// the target. Where that is much smaller, a JPEG picture that is stored upright
// is decoded at a fraction of its size.
func cropTo(data []byte, f format, size image.Point, part image.Rectangle, target image.Point, turned orientation, fullChroma bool) (image.Image, error) {
	if by := reduction(part.Size(), target); f == formatJPEG && by > 1 && turned == (orientation{}) {
		m, err := decodeReduced(data, part, by)
		if err != nil {
			return nil, err
		}
		if m != nil {
			return view{m, part, by}.scale(target, fullChroma), nil
		}
	}
	stored := turned.stored(part, size)
	picture, err := decode(data, f, size, stored)
	if err != nil {
		return nil, err
	}
	return resize(turned.turn(cut(picture, stored)), target, fullChroma), nil
}
