package bmpcrop

import "math/bits"

// checkFields puts the usual masks where there are none, and refuses fields with
// gaps.
func (b *bitmap) checkFields() error {
	if b.masks[0]|b.masks[1]|b.masks[2] == 0 {
		b.masks = [4]uint32{0xff0000, 0xff00, 0xff, b.masks[3]}
		if b.bits == 16 {
			b.masks = [4]uint32{0x7c00, 0x3e0, 0x1f, 0}
		}
	}
	for _, mask := range b.masks {
		if m := mask >> bits.TrailingZeros32(mask); m&(m+1) != 0 {
			return FormatError("a bit field with gaps")
		}
	}
	return nil
}

// bitField takes a sample out of a pixel and scales it to 8 bits, rounded.
type bitField struct {
	shift, mask uint32
	scaled      [256]byte
}

// newField makes the field of a mask without gaps. Of a field of more than 8
// bits, the highest 8 count.
func newField(mask uint32) bitField {
	f := bitField{shift: uint32(bits.TrailingZeros32(mask))}
	if mask == 0 {
		return bitField{}
	}
	width := bits.OnesCount32(mask)
	if width > 8 {
		f.shift += uint32(width - 8)
		width = 8
	}
	f.mask = 1<<width - 1
	for v := range f.mask + 1 {
		f.scaled[v] = byte((v*255 + f.mask/2) / f.mask)
	}
	return f
}

func (f *bitField) of(pixel uint32) byte { return f.scaled[pixel>>f.shift&f.mask] }
