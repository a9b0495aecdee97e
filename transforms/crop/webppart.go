package crop

import (
	"fmt"
	"image"

	"github.com/beamcrop/beamcrop/codec/vp8crop"
	"github.com/beamcrop/beamcrop/codec/vp8lcrop"
)

// decodeWebPPart leaves lossy pictures with alpha, and parts that an animation's
// first frame has nothing of.
func decodeWebPPart(p *Picture, part image.Rectangle, _ int) (image.Image, error) {
	file, place, err := plainWebP(p.data, p.size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLeft, err)
	}
	whole := image.Rectangle{Max: place.Size()}
	part = part.Sub(place.Min).Intersect(whole)
	if part.Empty() {
		return nil, errLeft
	}
	if frame := losslessFrame(file, place.Size()); frame != nil {
		m, err := vp8lcrop.Decode(frame, part)
		if err != nil {
			return nil, err
		}
		return moved(m, place.Min), nil
	}
	frame := lossyFrame(file, place.Size())
	if frame == nil {
		return nil, errLeft
	}
	m, err := vp8crop.Decode(frame, part.Inset(-1).Intersect(whole)) // with the chroma around
	if err != nil {
		return nil, err
	}
	return &lossyWebP{raw: m, rect: part, frame: whole, at: place.Min}, nil
}

// losslessFrame returns the VP8L picture in a file that plainWebP returned, where it
// has one of that size; nil where it is another kind of file, or broken.
func losslessFrame(file []byte, size image.Point) []byte {
	chunks := chunksOfWebP(file[:min(webpLength(file), int64(len(file)))])
	for len(chunks) > 0 {
		name, body, whole, rest := chunks.next()
		switch name {
		case "VP8 ", "ALPH":
			return nil
		case "VP8L":
			if found, err := vp8lcrop.Size(body); !whole || err != nil || found != size {
				return nil
			}
			return body
		}
		chunks = rest
	}
	return nil
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
