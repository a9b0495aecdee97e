package vp8crop

// wideLimits are a filter's thresholds for one kind of edge as assembly takes
// them: of sixteen segments, a byte each.
type wideLimits struct{ edge, interior, variance [16]byte }

// newWideLimits returns those of the normal filter. None exceeds a byte: a
// level is 63 at most, and so is the limit beside an edge.
func newWideLimits(f filter, edge int) (l wideLimits) {
	for i := range l.edge {
		l.edge[i], l.interior[i], l.variance[i] = uint8(edge), uint8(f.interior), uint8(f.variance)
	}
	return l
}
