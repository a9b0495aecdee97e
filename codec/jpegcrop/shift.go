package jpegcrop

import "image"

// between tells whether samples that have two pixels each do not lie where those of
// the crop will: each of these then lies half-way between two of them.
func (c *chroma) between() bool { return c.h == 2 && (c.x == 1 || c.v == 2 && c.y == 1) }

// shiftRow makes the row of half-resolution samples that begins at the crop's row
// top. Half-way between samples it takes the cubic through the four nearest ones. The
// mean of two would be what averaging interpolated pixels gives, and twice as far from
// what the source shows. How halves are rounded alternates, as with averages.
func (e *encoder) shiftRow(c *chroma, dst []byte, top int, size image.Point) {
	n := (c.x+size.X-1)/2 + 1 // samples of a source row
	if cap(e.line) < n+3 {
		e.line = make([]int32, n+3)
	}
	line := e.line[:n+3] // with those beyond its ends
	last := (c.y + size.Y - 1) / c.v
	row := func(i int) []byte { return c.pix[min(max(i, 0), last)*c.stride:][:n] }
	at := (c.y + top) / c.v
	switch {
	case c.v == 1:
		mean(line[1:], row(at), row(at+1))
	case c.y == 1:
		cubic(line[1:], row(at-1), row(at), row(at+1), row(at+2))
	default:
		mean(line[1:], row(at), row(at))
	}
	line[0], line[n+1], line[n+2] = line[1], line[n], line[n]
	if c.x == 0 {
		for x := range dst {
			dst[x] = clip((line[x+1] + 7 + int32(x&1)) >> 4)
		}
		return
	}
	left, a, b := line[0], line[1], line[2]
	for x, right := range line[3:][:len(dst)] {
		dst[x] = clip((9*(a+b) - left - right + 127 + int32(x&1)) >> 8)
		left, a, b = a, b, right
	}
}

// mean adds two rows, times 8.
func mean(dst []int32, a, b []byte) {
	b, dst = b[:len(a)], dst[:len(a)]
	for x, v := range a {
		dst[x] = (int32(v) + int32(b[x])) * 8
	}
}

// cubic makes what lies between the two rows in the middle, times 16.
func cubic(dst []int32, a, b, c, d []byte) {
	b, c, d, dst = b[:len(a)], c[:len(a)], d[:len(a)], dst[:len(a)]
	for x, v := range a {
		dst[x] = 9*(int32(b[x])+int32(c[x])) - int32(v) - int32(d[x])
	}
}
