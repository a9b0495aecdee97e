package tiffcrop

import "image"

// planes hold the samples of a rectangle, 8 bits each, by their kind.
type planes struct {
	rect   image.Rectangle
	plane  [][]byte
	stride int
}

func newPlanes(r image.Rectangle, n int) *planes {
	p := &planes{rect: r, stride: r.Dx()}
	for range n {
		p.plane = append(p.plane, make([]byte, r.Dx()*r.Dy()))
	}
	return p
}

// row returns where a plane has the columns of part in row y.
func (p *planes) row(plane int, part image.Rectangle, y int) []byte {
	from := (y-p.rect.Min.Y)*p.stride + part.Min.X - p.rect.Min.X
	return p.plane[plane][from : from+part.Dx()]
}

// unpack takes every so manieth sample of a row, from the one at first on, and
// makes 8 bits of it; of indexes into a palette it does not.
func (l *layout) unpack(to, row []byte, first int) {
	step := l.together()
	switch l.bits {
	case 8:
		for i := range to {
			to[i] = row[first+i*step]
		}
	case 16:
		high := 0
		if l.order.Uint16([]byte{1, 0}) == 1 { // little-endian
			high = 1
		}
		for i := range to {
			to[i] = row[2*(first+i*step)+high]
		}
	default:
		for i := range to {
			to[i] = l.scaled(bitsAt(row, (first+i*step)*l.bits, l.bits))
		}
	}
}

// bitsAt returns n bits of a row, at most 16, the highest bit of a byte first.
func bitsAt(row []byte, at, n int) uint32 {
	v := uint32(0)
	for i := at / 8; i <= (at+n-1)/8; i++ {
		v = v<<8 | uint32(row[i])
	}
	return v >> (7 - (at+n-1)%8) & (1<<n - 1)
}

func (l *layout) scaled(v uint32) byte {
	switch {
	case l.photometric == paletted:
		return byte(v)
	case l.bits > 8:
		return byte(v >> (l.bits - 8))
	}
	return byte(v * 255 / (1<<l.bits - 1))
}

// addLeft undoes the horizontal predictor.
func (l *layout) addLeft(row []byte) {
	step := l.together()
	if l.bits == 8 {
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
		return
	}
	for i := 2 * step; i+1 < len(row); i += 2 {
		l.order.PutUint16(row[i:], l.order.Uint16(row[i:])+l.order.Uint16(row[i-2*step:]))
	}
}
