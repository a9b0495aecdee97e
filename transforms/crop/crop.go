package crop

import "image"

// Result is one encoded crop and what it was cut from.
type Result struct {
	Image         []byte // the encoded crop; the caller owns it
	Width, Height int    // of the encoded crop, in pixels
	Format        string // of Image: "jpeg" or "png", or SourceFormat where Image is the source
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

	SourceFormat              string // "jpeg", "png", "gif", "webp", "avif", "bmp", "tiff" or "ico"
	SourceWidth, SourceHeight int    // of the whole picture, in pixels, upright where EXIF is applied
}

// Crop cuts one box out of the encoded picture in data: see [Open] and
// [Picture.Crop].
func Crop(data []byte, box *Box, o Options) (*Result, error) {
	p, err := Open(data, 1, o)
	if err != nil {
		return nil, err
	}
	return p.Crop(box)
}
