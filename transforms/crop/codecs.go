package crop

import (
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/webp"

	"github.com/beamcrop/beamcrop/codec/avifcrop"
	"github.com/beamcrop/beamcrop/codec/bmpcrop"
	"github.com/beamcrop/beamcrop/codec/gifcrop"
	"github.com/beamcrop/beamcrop/codec/jpegcrop"
	"github.com/beamcrop/beamcrop/codec/pngcrop"
	"github.com/beamcrop/beamcrop/codec/tiffcrop"
	"github.com/beamcrop/beamcrop/codec/vp8crop"
)

// codec reads the pictures of one format.
type codec struct {
	size func(data []byte) (image.Point, error) // by the header alone
	// part decodes a part at 1/by of its size, as reduction says. Its error is
	// leftToWhole where the picture is to be decoded whole.
	part func(p *Picture, part image.Rectangle, by int) (image.Image, error)
	cost cost
	// whole decodes all of a picture of that size, where its parts cannot be decoded
	// alone; nil where they always can.
	whole func(data []byte, size image.Point) (image.Image, error)
}

func codecOf(f format) codec {
	switch f {
	case formatJPEG:
		return codec{size: sizeOfJPEG, part: decodeJPEGPart, cost: cost{rows: 1, part: 3}}
	case formatPNG: // to undo a row's filter takes nearly as long as to inflate it
		return codec{size: pngcrop.Size, part: decodePNGPart, cost: cost{rows: 5, left: 4, part: 2}}
	case formatGIF:
		return codec{size: gifcrop.Size, part: decodeGIFPart, cost: cost{rows: 1}}
	case formatBMP:
		return codec{size: bmpcrop.Size, part: decodeBMPPart, cost: cost{part: 1}}
	case formatICO:
		return codec{size: bmpcrop.IconSize, part: decodeIconPart, cost: cost{part: 1}}
	case formatTIFF:
		return codec{size: tiffcrop.Size, part: decodeTIFFPart, cost: cost{rows: 1}}
	case formatAVIF:
		return codec{size: avifcrop.Size, part: leavePart, whole: decodeAVIF}
	default:
		return codec{size: sizeOfWebP, part: decodeWebPPart, cost: cost{rows: 1, left: 1}, whole: decodeWebP}
	}
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

func sizeOfJPEG(data []byte) (image.Point, error) {
	c, err := jpegcrop.DecodeConfig(data)
	return image.Pt(c.Width, c.Height), err
}

func sizeOfWebP(data []byte) (image.Point, error) {
	src := newSource(data)
	c, err := webp.DecodeConfig(src)
	if err != nil && src.ended {
		err = fmt.Errorf("%w: %w", err, io.ErrUnexpectedEOF)
	}
	return image.Pt(c.Width, c.Height), err
}

func leavePart(*Picture, image.Rectangle, int) (image.Image, error) { return nil, errLeft }

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

func decodeTIFFPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	return tiffcrop.Decode(p.data, part)
}
