//go:build !purego

package vp8crop

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// filter filters a macroblock's edges by the normal filter, in all planes.
func (s *samples) filter(e *edges, x int, top, inside bool) {
	if hasAVX2 {
		s.filterAVX2(e, x, top, inside)
		return
	}
	s.filterGo(e, x, top, inside)
}

// add adds the inverse cosine transform of a block, whose coefficients come to
// an end in the order of the tokens at end, to the samples at dst.
// Sums that 32 bits cannot hold, which no encoder writes, wrap.
func add(in *[16]int16, end uint8, dst []byte, stride int) {
	if hasAVX2 {
		addAVX2(in, &dst[:3*stride+4][0], stride)
		return
	}
	addGo(in, end, dst, stride)
}

// filterAVX2 filters sixteen segments at a time: luma's, or those of both
// chromas. Whatever is read lies in the slices that it takes of them.
func (s *samples) filterAVX2(e *edges, x int, top, inside bool) {
	y, cb, cr := s.luma.reached(x), s.cb.reached(x), s.cr.reached(x)
	n, c := s.luma.stride, s.cb.stride
	if x > 0 {
		outerVerticalAVX2(&y[4*n], &y[12*n], n, &e.wideOuter)
		outerVerticalAVX2(&cb[4*c], &cr[4*c], c, &e.wideOuter)
	}
	if inside {
		innerVerticalAVX2(&y[4*n+4], &y[12*n+4], n, &e.wideInner, 3)
		innerVerticalAVX2(&cb[4*c+4], &cr[4*c+4], c, &e.wideInner, 1)
	}
	if !top {
		outerHorizontalAVX2(&y[4], &y[12], n, &e.wideOuter)
		outerHorizontalAVX2(&cb[4], &cr[4], c, &e.wideOuter)
	}
	if inside {
		innerHorizontalAVX2(&y[4*n+4], &y[4*n+12], n, &e.wideInner, 3)
		innerHorizontalAVX2(&cb[4*c+4], &cr[4*c+4], c, &e.wideInner, 1)
	}
}

// reached returns the samples from four before and above the macroblock at x to
// its last one.
func (p *plane) reached(x int) []byte {
	return p.pix[p.offset(x)-4*p.stride-4:][:(p.side+3)*p.stride+p.side+4]
}

// Each filters an edge that has four samples before it, of which the first one
// is at a for half of its segments and at b for the others: see horizontal and
// vertical. The inner ones filter count edges, four samples apart.

//go:noescape
func outerVerticalAVX2(a, b *byte, stride int, l *wideLimits)

//go:noescape
func innerVerticalAVX2(a, b *byte, stride int, l *wideLimits, count int)

//go:noescape
func outerHorizontalAVX2(a, b *byte, stride int, l *wideLimits)

//go:noescape
func innerHorizontalAVX2(a, b *byte, stride int, l *wideLimits, count int)

//go:noescape
func addAVX2(in *[16]int16, dst *byte, stride int)
