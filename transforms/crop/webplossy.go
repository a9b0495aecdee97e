package crop

import (
	"errors"
	"image"

	"github.com/beamcrop/beamcrop/transforms/crop/vp8crop"
)

// decodeLossyWebP decodes a part of a WebP picture without alpha that is coded
// lossily. It returns nil for the kinds that vp8crop leaves to others, and where
// an animation's first frame has nothing of the part.
func (p *Picture) decodeLossyWebP(part image.Rectangle) (m image.Image, err error) {
	defer recoverDecoder(formatWebP, &err)
	file, place, err := plainWebP(p.data, p.size)
	if err != nil {
		return nil, err
	}
	frame := lossyFrame(file, place.Size())
	part = part.Intersect(place)
	if frame == nil || part.Empty() {
		return nil, nil
	}
	if m := p.sharedWebP(frame, place, part); m != nil {
		return m, nil
	}
	m, err = decodeVP8(frame, part, place.Min)
	switch {
	case errors.Is(err, vp8crop.ErrUnsupported):
		return nil, nil
	case err != nil:
		return nil, newSource(p.data).failure(formatWebP, err)
	}
	return m, nil
}

// sharedWebP returns the whole decoded picture, once it was worth it, and nil
// where the part is to be decoded alone. A picture that is damaged elsewhere is
// no reason to fail a part.
func (p *Picture) sharedWebP(frame []byte, place, part image.Rectangle) image.Image {
	const unreduced = 1
	if _, tried := p.whole[unreduced]; !tried && p.worthWhole(part) {
		p.whole[unreduced] = nil
		if m, err := decodeVP8(frame, place, place.Min); err == nil {
			p.whole[unreduced] = m
		}
	}
	return p.whole[unreduced]
}

// decodeVP8 decodes a part of a frame whose corner lies at a place on the
// canvas, to full range.
func decodeVP8(frame []byte, part image.Rectangle, corner image.Point) (image.Image, error) {
	m, err := vp8crop.Decode(frame, part.Sub(corner))
	if err != nil {
		return nil, err
	}
	expandRange(m)
	return moved(m, corner), nil
}

// lossyFrame returns the VP8 frame of a file that plainWebP returned, where it
// has one of that size, and no alpha; nil where it is another kind of file, or
// broken, which x/image says in its own words.
func lossyFrame(file []byte, size image.Point) []byte {
	chunks := chunksOfWebP(file[:min(webpLength(file), int64(len(file)))])
	for first := true; len(chunks) > 0; first = false {
		name, body, whole, rest := chunks.next()
		switch name {
		case "VP8X":
			if !first || len(body) != 10 || body[0]&webpAlpha != 0 {
				return nil
			}
		case "ALPH", "VP8L":
			return nil
		case "VP8 ":
			if found, err := vp8crop.Size(body); !whole || err != nil || found != size {
				return nil
			}
			return body
		}
		chunks = rest
	}
	return nil
}
