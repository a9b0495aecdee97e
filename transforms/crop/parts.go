package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/codec/bmpcrop"
	"github.com/beamcrop/beamcrop/codec/gifcrop"
	"github.com/beamcrop/beamcrop/codec/jpegcrop"
	"github.com/beamcrop/beamcrop/codec/pngcrop"
	"github.com/beamcrop/beamcrop/codec/vp8crop"
)

// partDecoder decodes parts of the pictures of one format, for less than the
// whole takes.
type partDecoder struct {
	// decode decodes a part at 1/by of its size, as reduction says. Its error is
	// leftToWhole where decodeWhole is to decode or to judge the picture.
	decode func(p *Picture, part image.Rectangle, by int) (image.Image, error)
	cost   cost
}

func partDecoderOf(f format) (partDecoder, bool) {
	switch f {
	case formatJPEG:
		return partDecoder{decodeJPEGPart, cost{rows: 1, part: 3}}, true
	case formatPNG: // to undo a row's filter takes nearly as long as to inflate it
		return partDecoder{decodePNGPart, cost{rows: 5, left: 4, part: 2}}, true
	case formatWebP:
		return partDecoder{decodeWebPPart, cost{rows: 1, left: 1}}, true
	case formatGIF:
		return partDecoder{decodeGIFPart, cost{rows: 1}}, true
	case formatBMP:
		return partDecoder{decodeBMPPart, cost{part: 1}}, true
	case formatICO:
		return partDecoder{decodeIconPart, cost{part: 1}}, true
	}
	return partDecoder{}, false
}

// cost is what decoding takes a pixel, relative to other parts of the picture: of
// all rows down to the part's end, of what is not right of the part in them, and
// of the part itself.
type cost struct{ rows, left, part int }

func (c cost) of(part image.Rectangle, size image.Point) int {
	return c.rows*part.Max.Y*size.X + c.left*part.Max.Y*part.Max.X + c.part*area(part)
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

var errLeft = errors.New("left to the decoder of whole pictures")

func leftToWhole(err error) bool {
	return errors.Is(err, errLeft) || errors.Is(err, vp8crop.ErrUnsupported)
}

// decodeJPEGPart leaves to itself, at full size, what cannot be reduced.
func decodeJPEGPart(p *Picture, part image.Rectangle, by int) (image.Image, error) {
	m, err := jpegcrop.Decode(p.data, part, jpegcrop.DecodeOptions{By: by, FullChroma: p.opts.fullChroma()})
	if by > 1 && errors.Is(err, jpegcrop.ErrUnsupported) {
		return nil, errLeft
	}
	return m, err
}

func decodePNGPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	return pngcrop.Decode(p.data, part)
}

func decodeGIFPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	return gifcrop.Decode(p.data, part)
}

func decodeBMPPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	return bmpcrop.Decode(p.data, part)
}

func decodeIconPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	return bmpcrop.DecodeIcon(p.data, part)
}
