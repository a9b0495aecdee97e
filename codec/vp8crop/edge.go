package vp8crop

import "encoding/binary"

// kind is a kind of edge, by which samples its filter changes.
type kind bool

const (
	within4 kind = false // two on each side
	between kind = true  // three
)

// filter filters four segments, and reports whether there was anything to
// change.
func (l *limits) filter(s *segment, k kind) bool {
	if k == between {
		return l.outer(s)
	}
	return l.inner(s)
}

// horizontal filters across a horizontal edge that begins at an offset of pix
// and is count samples long.
func (l *limits) horizontal(pix []byte, at, count, stride int, k kind) {
	for x := at; x < at+count; x += 8 {
		var even, odd segment
		rows := pix[x-4*stride:]
		even.p3, odd.p3 = unzip(rows)
		even.p2, odd.p2 = unzip(rows[stride:])
		even.p1, odd.p1 = unzip(rows[2*stride:])
		even.p0, odd.p0 = unzip(rows[3*stride:])
		even.q0, odd.q0 = unzip(rows[4*stride:])
		even.q1, odd.q1 = unzip(rows[5*stride:])
		even.q2, odd.q2 = unzip(rows[6*stride:])
		even.q3, odd.q3 = unzip(rows[7*stride:])
		changed := l.filter(&even, k)
		if !l.filter(&odd, k) && !changed {
			continue
		}
		if k == between {
			zip(rows[stride:], even.p2, odd.p2)
			zip(rows[6*stride:], even.q2, odd.q2)
		}
		zip(rows[2*stride:], even.p1, odd.p1)
		zip(rows[3*stride:], even.p0, odd.p0)
		zip(rows[4*stride:], even.q0, odd.q0)
		zip(rows[5*stride:], even.q1, odd.q1)
	}
}

// unzip splits eight samples into those of even and those of odd places.
func unzip(row []byte) (even, odd uint64) {
	v := binary.LittleEndian.Uint64(row)
	return v & lower, v >> 8 & lower
}

func zip(row []byte, even, odd uint64) { binary.LittleEndian.PutUint64(row, even|odd<<8) }

// vertical filters across a vertical edge in the same way.
func (l *limits) vertical(pix []byte, at, count, stride int, k kind) {
	for y := 0; y < count; y += 4 {
		rows := pix[at+y*stride-4:]
		row1, row2, row3 := rows[stride:], rows[2*stride:], rows[3*stride:]
		e0, o0 := unzip(rows)
		e1, o1 := unzip(row1)
		e2, o2 := unzip(row2)
		e3, o3 := unzip(row3)
		var s segment
		s.p3, s.p1, s.q0, s.q2 = transpose(e0, e1, e2, e3)
		s.p2, s.p0, s.q1, s.q3 = transpose(o0, o1, o2, o3)
		if !l.filter(&s, k) {
			continue
		}
		if k == between {
			x, y, z := s.p2|s.p1<<8, s.p0|s.q0<<8, s.q1|s.q2<<8
			put6(rows, x, y, z)
			put6(row1, x>>16, y>>16, z>>16)
			put6(row2, x>>32, y>>32, z>>32)
			put6(row3, x>>48, y>>48, z>>48)
			continue
		}
		x, y := s.p1|s.p0<<8, s.q0|s.q1<<8
		put4(rows, x, y)
		put4(row1, x>>16, y>>16)
		put4(row2, x>>32, y>>32)
		put4(row3, x>>48, y>>48)
	}
}

func put4(row []byte, x, y uint64) {
	binary.LittleEndian.PutUint32(row[2:], uint32(x)&0xffff|uint32(y)<<16)
}

func put6(row []byte, x, y, z uint64) {
	binary.LittleEndian.PutUint32(row[1:], uint32(x)&0xffff|uint32(y)<<16)
	binary.LittleEndian.PutUint16(row[5:], uint16(z))
}

// transpose turns four lanes of four words.
func transpose(a, b, c, d uint64) (u, v, w, x uint64) {
	const low = 0x0000ffff0000ffff
	ab0, ab1 := a&low|b&low<<16, a>>16&low|b&^low
	cd0, cd1 := c&low|d&low<<16, c>>16&low|d&^low
	return ab0&0xffffffff | cd0<<32, ab1&0xffffffff | cd1<<32, ab0>>32 | cd0>>32<<32, ab1>>32 | cd1>>32<<32
}
