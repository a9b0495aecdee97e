package vp8lcrop

// The transforms, as the format numbers them.
const (
	predictor     = 0
	crossColor    = 1
	subtractGreen = 2
	colorIndexing = 3
)

// transform is a change of the pixels that makes them easier to compress.
type transform struct {
	kind  uint32
	bits  uint     // of a block's side, or how many pixels are packed into one
	data  []uint32 // of each block, or the palette
	width int      // of the picture that it was made of
}

// readTransform reads a transform of a picture and returns the width that is left.
func (d *decoder) readTransform(width, height int) (t transform, left int, err error) {
	t.kind, t.width = d.in.read(2), width
	switch t.kind {
	case predictor, crossColor:
		t.bits = 2 + uint(d.in.read(3))
		down := subsampled(height, t.bits)
		t.data, err = d.readPixels(subsampled(width, t.bits), down, down, false)
	case colorIndexing:
		n := int(d.in.read(8)) + 1
		t.bits = packing(n)
		if t.data, err = d.readPixels(n, 1, 1, false); err != nil {
			return t, 0, err
		}
		for i := 1; i < n; i++ {
			t.data[i] = add(t.data[i], t.data[i-1])
		}
		t.data = append(t.data, make([]uint32, 256-n)...)
		width = subsampled(width, t.bits)
	}
	return t, width, err
}

// packing returns how many bits of a pixel's place lie within one packed pixel.
func packing(colors int) uint {
	switch {
	case colors <= 2:
		return 3
	case colors <= 4:
		return 2
	case colors <= 16:
		return 1
	}
	return 0
}

// undo returns the pixels before the transform, in place where they are as many.
func (t *transform) undo(pix []uint32, rows int) []uint32 {
	switch t.kind {
	case predictor:
		t.predict(pix, rows)
	case crossColor:
		t.uncross(pix, rows)
	case subtractGreen:
		for i, v := range pix {
			green := v >> 8 & 0xff
			pix[i] = v&0xff00ff00 | (v&0xff00ff+(green<<16|green))&0xff00ff
		}
	default:
		return t.unpack(pix, rows)
	}
	return pix
}

// unpack takes colours from the palette.
func (t *transform) unpack(pix []uint32, rows int) []uint32 {
	packed := subsampled(t.width, t.bits)
	bits := uint(8) >> t.bits
	mask := uint32(1)<<bits - 1
	out := make([]uint32, t.width*rows)
	for y := range rows {
		from, to := pix[y*packed:][:packed], out[y*t.width:][:t.width]
		for x := range to {
			index := from[x>>t.bits] >> 8 & 0xff >> (uint(x) & (1<<t.bits - 1) * bits) & mask
			to[x] = t.data[index]
		}
	}
	return out
}

// uncross adds back what of green was taken off red and blue, and of red off blue.
func (t *transform) uncross(pix []uint32, rows int) {
	across := subsampled(t.width, t.bits)
	for y := range rows {
		row := pix[y*t.width:][:t.width]
		factors := t.data[y>>t.bits*across:]
		for x, v := range row {
			m := factors[x>>t.bits]
			green := int32(int8(v >> 8))
			red := int32(v>>16) + int32(int8(m))*green>>5
			blue := int32(v) + int32(int8(m>>8))*green>>5 + int32(int8(m>>16))*int32(int8(red))>>5
			row[x] = v&0xff00ff00 | uint32(red&0xff)<<16 | uint32(blue&0xff)
		}
	}
}
