package vp8crop

// filter has the thresholds of the loop filter for some macroblocks: RFC 6386,
// section 15.4.
type filter struct {
	edge     int // limit of the difference across an edge; 0: not filtered
	interior int // limit of differences beside it
	variance int // what differences beside it are high variance
}

// filters returns those of a segment's macroblocks: of modes for a whole
// macroblock, and of subblock modes.
//
// The sum of the levels wraps at 8 bits, which no encoder's does.
func (h *header) filters(segment int) (f [2]filter) {
	base := int8(h.level)
	switch {
	case h.relative:
		base += int8(h.levels[segment])
	case h.segmented:
		base = int8(h.levels[segment])
	}
	for i := range f {
		level := base
		if h.deltas {
			level += int8(h.refDelta)
			if i == 1 {
				level += int8(h.modeDelta)
			}
		}
		f[i] = newFilter(int(min(level, 63)), h.sharpness)
	}
	return f
}

func newFilter(level, sharpness int) filter {
	if level <= 0 {
		return filter{}
	}
	interior := level
	if sharpness > 0 {
		interior >>= 1
		if sharpness > 4 {
			interior >>= 1
		}
		interior = min(interior, 9-sharpness)
	}
	f := filter{interior: max(interior, 1)}
	f.edge = 2*level + f.interior
	switch {
	case level >= 40:
		f.variance = 2
	case level >= 15:
		f.variance = 1
	}
	return f
}

// reach is how far beyond a macroblock's edge, in luma samples, the filter
// changes the one before it: three samples of either plane, or one of luma.
func (h *header) reach() int {
	switch {
	case h.level == 0:
		return 0
	case h.simple:
		return 1
	}
	return 6
}

// wider is by how much the limit across a macroblock's own edge is larger than
// that across those within.
const wider = 4

// filterNormal filters a macroblock's edges by section 15.3.
func (s *samples) filterNormal(f filter, x int, top, inner bool) {
	for _, p := range [...]*plane{&s.luma, &s.cb, &s.cr} {
		at := p.offset(x)
		if x > 0 {
			f.outer(p.pix, at, p.side, p.stride, 1)
		}
		for i := 4; inner && i < p.side; i += 4 {
			f.inner(p.pix, at+i, p.side, p.stride, 1)
		}
		if !top {
			f.outer(p.pix, at, p.side, 1, p.stride)
		}
		for i := 4; inner && i < p.side; i += 4 {
			f.inner(p.pix, at+i*p.stride, p.side, 1, p.stride)
		}
	}
}

// filterSimple filters a macroblock's edges by section 15.2: only luma.
func (s *samples) filterSimple(f filter, x int, top, inner bool) {
	p := &s.luma
	at := p.offset(x)
	if x > 0 {
		simpleEdge(p.pix, at, p.stride, 1, f.edge+wider)
	}
	for i := 4; inner && i < 16; i += 4 {
		simpleEdge(p.pix, at+i, p.stride, 1, f.edge)
	}
	if !top {
		simpleEdge(p.pix, at, 1, p.stride, f.edge+wider)
	}
	for i := 4; inner && i < 16; i += 4 {
		simpleEdge(p.pix, at+i*p.stride, 1, p.stride, f.edge)
	}
}
