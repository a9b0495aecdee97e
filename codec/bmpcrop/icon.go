package bmpcrop

import "image"

// IconSize returns the size of an icon's bitmap: a header, palette and pixels
// without the header of a file, and behind them one bit a pixel that says where
// nothing shows. Its header counts the rows of both.
func IconSize(data []byte) (image.Point, error) {
	b, err := readIcon(data)
	if err != nil {
		return image.Point{}, err
	}
	return b.size, nil
}

// DecodeIcon decodes the rectangle r of an icon's bitmap, as [Decode] does that
// of a file. Where pixels have an alpha of their own, it counts and not the mask.
func DecodeIcon(data []byte, r image.Rectangle) (image.Image, error) {
	b, err := readIcon(data)
	if err != nil {
		return nil, err
	}
	m, err := b.decode(r)
	opaque, ok := m.(*image.RGBA)
	if err != nil || !ok || b.compression == rle4 || b.compression == rle8 {
		return m, err
	}
	return b.masked(opaque)
}

func readIcon(data []byte) (*bitmap, error) {
	b, rest, err := readInfo(data)
	if err != nil {
		return nil, err
	}
	if b.size.Y /= 2; b.size.Y == 0 {
		return nil, FormatError("an icon without rows")
	}
	if b.bits == 32 { // without bit fields, too: what no file of its own does
		b.masks[3] = 0xff000000
	}
	b.pixels = rest
	return b, nil
}

// masked makes those pixels transparent whose bit in the mask is set. A mask that
// is missing hides nothing.
func (b *bitmap) masked(m *image.RGBA) (image.Image, error) {
	mask := *b
	mask.bits, mask.palette[0] = 1, [3]byte{}
	mask.palette[1] = [3]byte{0xff}
	mask.pixels = b.pixels[min(b.stride()*int64(b.size.Y), int64(len(b.pixels))):]
	if int64(len(mask.pixels)) < mask.stride()*int64(mask.size.Y-1)+mask.rowBytes() {
		return m, nil
	}
	hidden := image.NewRGBA(m.Rect)
	mask.eachRow(m.Rect, hidden.Pix, hidden.Stride, mask.indexed)
	out := &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
	for i := 0; i < len(out.Pix); i += 4 {
		if hidden.Pix[i] != 0 {
			out.Pix[i+3] = 0
		}
	}
	return out, nil
}
