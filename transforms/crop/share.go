package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/transforms/crop/jpegcrop"
	"github.com/beamcrop/beamcrop/transforms/crop/pngcrop"
)

// sharePixels is up to what size a picture is decoded whole for its crops, where
// its parts can be decoded alone. As JPEG it takes 50 MB at 4:2:0, as PNG of 8
// bits up to 134 MB.
const sharePixels = 1 << 25

// decode returns at least the rectangle part of the picture as it is stored.
func (p *Picture) decode(part image.Rectangle) (m image.Image, err error) {
	defer recoverDecoder(p.format, &err)
	if p.format == formatJPEG {
		if m, err := p.decodeJPEG(part, 1); m != nil || err != nil {
			return m, err
		}
		if err := checkScans(p.data); err != nil {
			return nil, err
		}
	}
	if p.format == formatWebP {
		if m, err := p.decodeLossyWebP(part); m != nil || err != nil {
			return m, err
		}
	}
	if m := p.whole[0]; m != nil {
		return m, nil
	}
	if m := p.decodePNG(part); m != nil {
		return m, nil
	}
	m, err = decodeWhole(p.data, p.format, p.size)
	if err == nil && p.left > 0 {
		p.whole[0] = m
	}
	return m, err
}

// decodeJPEG decodes a part of a JPEG picture, as it is stored, at a fraction of
// its size. It returns nil for the kinds that jpegcrop leaves to others.
func (p *Picture) decodeJPEG(part image.Rectangle, by int) (m image.Image, err error) {
	defer recoverDecoder(formatJPEG, &err)
	if m := p.shared(part, by); m != nil {
		return m, nil
	}
	m, err = jpegcrop.DecodeReduced(p.data, part, by)
	switch {
	case errors.Is(err, jpegcrop.ErrUnsupported):
		return nil, nil
	case err != nil:
		return nil, newSource(p.data).failure(formatJPEG, err)
	}
	return m, nil
}

// shared returns a part of the whole decoded JPEG picture, exactly what would be
// decoded of the part alone; nil where that is to be done. A picture that is
// damaged elsewhere is no reason to fail a part.
func (p *Picture) shared(part image.Rectangle, by int) image.Image {
	whole, tried := p.whole[by]
	if !tried {
		if !p.worthWhole(part) {
			return nil
		}
		whole, _ = jpegcrop.DecodeReduced(p.data, image.Rectangle{Max: p.size}, by)
		p.whole[by] = whole
	}
	up := func(n int) int { return (n + by - 1) / by }
	r := image.Rect(part.Min.X/by, part.Min.Y/by, up(part.Max.X), up(part.Max.Y))
	switch m := whole.(type) {
	case *image.YCbCr:
		return m.SubImage(r)
	case *image.Gray:
		return m.SubImage(r)
	}
	return nil
}

// decodePNG decodes a part of a PNG picture. It returns nil for all that image/png
// is to judge: kinds that pngcrop leaves to it, and damage.
func (p *Picture) decodePNG(part image.Rectangle) image.Image {
	if p.format != formatPNG {
		return nil
	}
	whole, tried := p.whole[1]
	if !tried && p.worthWhole(part) {
		whole, _ = pngcrop.Decode(p.data, image.Rectangle{Max: p.size})
		p.whole[1] = whole
	}
	if whole != nil {
		return whole
	}
	m, err := pngcrop.Decode(p.data, part)
	if err != nil {
		return nil
	}
	return m
}

// worthWhole reports that it costs less to decode the whole picture than the
// crops to come, if they are like this one.
func (p *Picture) worthWhole(part image.Rectangle) bool {
	whole := image.Rectangle{Max: p.size}
	return p.left > 0 && area(whole) <= sharePixels && (p.left+1)*p.cost(part) >= p.cost(whole)
}

// cost is what it takes to decode a part of a picture, relative to the others of
// its format. In a JPEG picture all pixels down to the part's end are walked
// over, and to decode one takes four times as much. In a PNG picture those pixels
// are inflated, of the ones that are not right of the part the filters are undone,
// which takes nearly as long, and the part's are converted. Of a WebP picture all
// that is above and left of the part's end is decoded, for about twice as much.
func (p *Picture) cost(part image.Rectangle) int {
	down, right := part.Max.Y, part.Max.X
	switch p.format {
	case formatPNG:
		return 5*down*p.size.X + 4*down*right + 2*area(part)
	case formatWebP:
		return down*p.size.X + down*right
	}
	return down*p.size.X + 3*area(part)
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
