package crop

// Result is one encoded crop and what it was cut from.
type Result struct {
	Image         []byte // the encoded crop; the caller owns it
	Width, Height int    // of the encoded crop, in pixels
	Format        string // of Image: "jpeg" or "png"

	SourceFormat              string // "jpeg", "png", "gif", "webp", "bmp" or "tiff"
	SourceWidth, SourceHeight int    // of the whole picture, in pixels
}

// Crop cuts box out of the encoded picture in data, scales the crop where the
// options say so, and encodes it. A nil box is the whole picture. Of an
// animated GIF the first frame counts.
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
	rect, err := rectangle(box, size, o)
	if err != nil {
		return nil, err
	}
	part, target := scaling(rect, o)
	picture, err := decode(data, f, size, part)
	if err != nil {
		return nil, err
	}
	encoded, err := encode(resize(cut(picture, part), target), o)
	if err != nil {
		return nil, err
	}
	return &Result{
		Image: encoded, Width: target.X, Height: target.Y, Format: o.Encode,
		SourceFormat: string(f), SourceWidth: size.X, SourceHeight: size.Y,
	}, nil
}
