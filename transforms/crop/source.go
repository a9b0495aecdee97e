package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// cropSource cuts the rectangle out of the picture without a second loss: the
// whole of it is the file as it is, and of JPEG the blocks can be taken over. It
// is nil for what has to be encoded anew: parts of other formats, and of kinds of
// JPEG such as CMYK.
func (p *Picture) cropSource(rect image.Rectangle) (*Result, error) {
	switch {
	case rect == image.Rectangle{Max: p.size}:
		return p.wholeSource()
	case p.format == formatJPEG:
		return cropBlocks(p.data, rect)
	}
	return nil, nil
}

// wholeSource returns the file as it is, once it has been found to be whole.
func (p *Picture) wholeSource() (*Result, error) {
	if _, err := p.decode(image.Rectangle{Max: p.size}); err != nil {
		return nil, err
	}
	return &Result{
		Image: exactly(p.file), Width: p.size.X, Height: p.size.Y, Format: string(p.kind), Exact: image.Rectangle{Max: p.size},
	}, nil
}

// cropBlocks cuts the rectangle out of a JPEG picture without decoding it to
// pixels. The result shows whole blocks, which is a little more than the
// rectangle.
func cropBlocks(data []byte, rect image.Rectangle) (result *Result, err error) {
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
