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

// edges has a filter's limits for both kinds of edge of a macroblock.
type edges struct {
	outer, inner         limits
	wideOuter, wideInner wideLimits // the same, but for the simple filter
	none                 bool       // the edges are not filtered
}

// edgesOf returns those of the normal filter, or of the simple one: it is what
// the normal one does to a high variance, which all is then taken for.
func edgesOf(f filter, simple bool) edges {
	const wider = 4 // the limit across a macroblock's own edge, than within
	if simple {
		f.interior, f.variance = 255, -1
	}
	return edges{
		newLimits(f, f.edge+wider), newLimits(f, f.edge),
		newWideLimits(f, f.edge+wider), newWideLimits(f, f.edge),
		f.edge == 0,
	}
}

// filterGo is filter in Go.
func (s *samples) filterGo(e *edges, x int, top, inside bool) {
	for _, p := range s.planes() {
		p.filter(e, between, x, top, inside)
	}
}

// filter filters a macroblock's edges in a plane, those across it first.
func (p *plane) filter(e *edges, k kind, x int, top, inside bool) {
	at := p.offset(x)
	if x > 0 {
		e.outer.vertical(p.pix, at, p.side, p.stride, k)
	}
	for i := 4; inside && i < p.side; i += 4 {
		e.inner.vertical(p.pix, at+i, p.side, p.stride, within4)
	}
	if !top {
		e.outer.horizontal(p.pix, at, p.side, p.stride, k)
	}
	for i := 4; inside && i < p.side; i += 4 {
		e.inner.horizontal(p.pix, at+i*p.stride, p.side, p.stride, within4)
	}
}
