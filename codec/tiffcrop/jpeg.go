package tiffcrop

import (
	"image"
	"image/draw"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

// decodeJPEG decodes blocks each of which is a JPEG picture; the tables of all may
// stand in a field of their own (Technical Note 2).
func (l *layout) decodeJPEG(r image.Rectangle) (image.Image, error) {
	if l.planes || l.bits != 8 || l.photometric == cmyk || l.photometric == paletted || l.samples != 1 && l.samples != 3 {
		return nil, unsupported("JPEG compression of photometric interpretation %d, %d samples of %d bits, planes: %v",
			l.photometric, l.samples, l.bits, l.planes)
	}
	out := draw.Image(image.NewRGBA(r))
	if l.photometric == blackIsZero || l.photometric == whiteIsZero {
		out = image.NewGray(r)
	}
	err := l.eachBlock(r, func(i int, at image.Rectangle) error {
		data, err := l.compressed(i)
		if err != nil {
			return err
		}
		data, err = l.wholeJPEG(data)
		if err != nil {
			return err
		}
		part := at.Intersect(r).Sub(at.Min)
		c, err := jpegcrop.DecodeConfig(data)
		if err != nil {
			return err
		}
		if !part.In(image.Rect(0, 0, c.Width, c.Height)) {
			return FormatError("a JPEG picture that is smaller than its strip or tile")
		}
		m, err := jpegcrop.Decode(data, part, jpegcrop.DecodeOptions{FullChroma: true})
		if err != nil {
			return err
		}
		draw.Draw(out, part.Add(at.Min), m, part.Min, draw.Src)
		return nil
	})
	if gray, ok := out.(*image.Gray); ok && l.photometric == whiteIsZero {
		for i, v := range gray.Pix {
			gray.Pix[i] = 255 - v
		}
	}
	return out, err
}

// wholeJPEG puts the tables in front of a block, and a marker of Adobe's that says
// whether it is YCbCr, for which JPEG has no other place.
func (l *layout) wholeJPEG(data []byte) ([]byte, error) {
	const marker = 2 // bytes: the start or the end of a picture
	if len(data) < 2*marker {
		return nil, short("a strip or tile")
	}
	transform := byte(0)
	if l.photometric == yCbCr {
		transform = 1
	}
	out := append([]byte{0xff, 0xd8, 0xff, 0xee, 0, 14}, "Adobe\x00\x64\x00\x00\x00\x00"...)
	out = append(out, transform)
	if tables := l.field[tagJPEGTables].data; len(tables) > 2*marker {
		out = append(out, tables[marker:len(tables)-marker]...)
	}
	return append(out, data[marker:]...), nil
}
