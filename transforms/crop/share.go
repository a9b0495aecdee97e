package crop

import "image"

// sharePixels is up to what size a picture is decoded whole for its crops, where
// its parts can be decoded alone. As JPEG it takes 50 MB at 4:2:0, as PNG of 8
// bits up to 134 MB.
const sharePixels = 1 << 25

// decode returns at least the rectangle part of the picture as it is stored.
func (p *Picture) decode(part image.Rectangle) (m image.Image, err error) {
	if m, err := p.decodePart(part, 1); m != nil || err != nil {
		return m, err
	}
	if p.whole != nil {
		return p.whole, nil
	}
	defer recoverDecoder(p.format, &err)
	m, err = codecOf(p.format).whole(p.data, p.size)
	if err == nil && p.left > 0 {
		p.whole = m
	}
	return m, err
}

// decodePart decodes a part of the picture, as it is stored, at a fraction of its
// size. It returns nil for what the format's decoder of parts leaves to
// the whole.
func (p *Picture) decodePart(part image.Rectangle, by int) (m image.Image, err error) {
	decoder := codecOf(p.format)
	defer recoverDecoder(p.format, &err)
	if m := p.sharedPart(decoder, part, by); m != nil {
		return m, nil
	}
	m, err = decoder.part(p, part, by)
	switch {
	case leftToWhole(err):
		return nil, nil
	case err != nil:
		return nil, newSource(p.data).failure(p.format, err)
	}
	return m, nil
}

// sharedPart returns a part of the picture that was decoded as a whole, exactly
// what would be decoded of the part alone; nil where that is to be done. A picture
// that is damaged elsewhere is no reason to fail a part.
func (p *Picture) sharedPart(decoder codec, part image.Rectangle, by int) image.Image {
	shared, tried := p.shared[by]
	if !tried {
		if !p.worthWhole(decoder.cost, part) {
			return nil
		}
		var err error
		if shared, err = decoder.part(p, image.Rectangle{Max: p.size}, by); err != nil {
			shared = nil // and no nil pointer of a decoder's own type
		}
		p.shared[by] = shared
	}
	m, ok := shared.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		return nil
	}
	up := func(n int) int { return (n + by - 1) / by }
	return m.SubImage(image.Rect(part.Min.X/by, part.Min.Y/by, up(part.Max.X), up(part.Max.Y)))
}

// worthWhole reports that it costs less to decode the whole picture than the
// crops to come, if they are like this one.
func (p *Picture) worthWhole(c cost, part image.Rectangle) bool {
	whole := image.Rectangle{Max: p.size}
	return p.left > 0 && area(whole) <= sharePixels && (p.left+1)*c.of(part, p.size) >= c.of(whole, p.size)
}
