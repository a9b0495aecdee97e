package crop

import (
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// perPixel is how many bytes decoding takes for each pixel of the picture,
// whatever part of it is wanted, and for each of the part, flattened: what was
// measured, rounded up.
type perPixel struct{ whole, part int64 }

// Bytes that a pixel takes that is turned upright, and one of the crop that is
// scaled and encoded.
const (
	turning   = 4
	finishing = 12
)

// Memory estimates how many bytes it takes at most to cut the boxes out of the
// picture, one after the other, beside the picture's bytes and the results.
func (p *Picture) Memory(boxes []*Box) int64 {
	each, whole := p.perPixel(), int64(p.size.X)*int64(p.size.Y)
	bytes := each.whole * whole
	if len(boxes) > 1 && whole <= sharePixels { // see worthWhole
		bytes += each.part * whole
	}
	var most int64
	for _, box := range boxes {
		most = max(most, p.partMemory(box, each.part))
	}
	return bytes + most
}

// partMemory is what one box takes.
func (p *Picture) partMemory(box *Box, each int64) int64 {
	upright := p.turned.upright(p.size)
	placed, err := place(box, upright)
	if err != nil {
		return 0 // it will fail before anything is decoded
	}
	rect, err := rectangle(placed, upright, p.opts)
	if err != nil {
		return 0
	}
	part, target := scaling(rect, p.opts)
	pixels := int64(area(part))
	switch by := int64(reduction(part.Size(), target)); {
	case p.turned != (orientation{}):
		each += turning
	case p.format == formatJPEG:
		pixels /= by * by
	}
	return each*pixels + finishing*int64(area(image.Rectangle{Max: p.opts.canvas(target)}))
}

func (p *Picture) perPixel() perPixel {
	switch p.format {
	case formatJPEG:
		var each perPixel
		c, err := jpegcrop.DecodeConfig(p.data)
		switch {
		case err != nil:
			return each
		case c.RGB:
			each.part = 12 // four planes, twice, and the pixels
		case p.opts.fullChroma():
			each.part = 9 // planes, and RGB to scale
		default:
			each.part = 4
		}
		if c.Progressive {
			each.whole, each.part = 1, each.part+6 // coefficients
		}
		return each
	case formatPNG:
		return perPixel{part: 12} // 16 bits, with alpha
	case formatBMP, formatICO:
		return perPixel{part: 8}
	case formatAVIF:
		return perPixel{whole: 40, part: 4} // libaom's frames, planes, and RGB twice
	case formatGIF:
		return perPixel{whole: 5, part: 5}
	case formatWebP:
		file, place, err := plainWebP(p.data, p.size)
		if err == nil && lossyFrame(file, place.Size()) != nil {
			return perPixel{part: 4}
		}
		return perPixel{whole: 8, part: 4} // lossless, twice where it has a palette
	}
	return perPixel{whole: 8, part: 12} // TIFF, whose blocks may be as large as itself
}
