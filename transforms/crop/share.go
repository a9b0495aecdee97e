package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/transforms/crop/jpegcrop"
)

// sharePixels is up to what size a JPEG or lossy WebP picture is decoded whole for its crops.
// Its planes take 50 MB at 4:2:0.
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

// worthWhole reports that it costs less to decode the whole picture than the
// crops to come, if they are like this one.
func (p *Picture) worthWhole(part image.Rectangle) bool {
	whole := image.Rectangle{Max: p.size}
	return p.left > 0 && area(whole) <= sharePixels && (p.left+1)*p.cost(part) >= p.cost(whole)
}

// cost is what it takes to decode a part of a JPEG picture, in pixels walked over:
// those down to its end. To decode one takes four times as much. Of a WebP
// picture all is decoded that is above and left, for about twice as much.
func (p *Picture) cost(part image.Rectangle) int {
	if p.format == formatWebP {
		return part.Max.Y * (p.size.X + part.Max.X)
	}
	return part.Max.Y*p.size.X + 3*area(part)
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
