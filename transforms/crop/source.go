package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// cropSource cuts the rectangle out of a JPEG picture without decoding it to
// pixels, and so without a second loss. The result shows whole blocks, which is
// a little more than the rectangle. It is nil for the kinds of JPEG, such as
// CMYK, that have to be encoded anew.
func cropSource(data []byte, rect image.Rectangle) (result *Result, err error) {
	defer recoverDecoder(formatJPEG, &err)
	encoded, shown, err := jpegcrop.Lossless(nil, data, rect)
	switch {
	case errors.Is(err, jpegcrop.ErrUnsupported):
		return nil, nil
	case err != nil:
		return nil, newSource(data).failure(formatJPEG, err)
	}
	return &Result{
		Image: encoded, Width: shown.Dx(), Height: shown.Dy(), Format: encodeJPEG, Exact: rect.Sub(shown.Min),
	}, nil
}
