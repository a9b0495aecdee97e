package vp8crop

// The loop filter works on four segments at a time, in 16-bit lanes of a
// uint64. A lane holds a sample, or a number with a sign added to a bias that
// keeps it from borrowing of the next one.
const (
	lanes   = 0x0001000100010001
	lower   = 0x00ff * lanes
	signs   = 0x8000 * lanes
	zero    = 0x4000 // the bias of differences
	neutral = zero * lanes
)

// segment are four samples before an edge and four after, in the lanes of four
// segments across it.
type segment struct{ p3, p2, p1, p0, q0, q1, q2, q3 uint64 }

// within tells, in the sign of each lane, that x and y differ by no more than a
// limit.
func within(x, y, limit uint64) uint64 { return (x + limit - y) & (y + limit - x) }

// fill makes a lane whose sign is set all ones, of others zeros.
func fill(s uint64) uint64 { return s >> 15 & lanes * 0xffff }

// toBytes clamps lanes of a bias of 256, from -256 to 511, to 0 to 255.
func toBytes(v uint64) uint64 {
	over := v >> 9 & lanes
	there := over | v>>8&lanes
	return (v | over*0xff) & (there * 0xff)
}

// clampDifference clamps lanes of differences to -128 to 127.
func clampDifference(v uint64) uint64 {
	v += 0x80 * lanes
	there := v >> 14 & lanes
	over := (v>>8 | v>>9 | v>>10) & there
	return ((v|over*0xff)&(there*0xff))&lower + neutral - 0x80*lanes
}

// limits are a filter's thresholds for one kind of edge, in lanes.
type limits struct {
	edge, interior, variance uint64
	strong                   bool // differences that are filtered may exceed 8 bits
}

func limit(n int) uint64 { return uint64(0x8000+n) * lanes }

// newLimits returns those for an edge: section 15.2's test, twice the
// difference of the samples beside the edge and half that of the next ones, is
// made of four times the one and the whole other.
func newLimits(f filter, edge int) limits {
	const weak = 123 // up to here no sum has to be clamped
	double := 2*edge + 1
	return limits{limit(double), limit(f.interior), limit(f.variance), double > weak}
}

// passed returns, all ones or zeros, which lanes are filtered, and which have a
// high variance beside the edge.
func (l *limits) passed(s *segment) (yes, variance uint64) {
	yes = within(s.p3, s.p2, l.interior) & within(s.p2, s.p1, l.interior) & within(s.p1, s.p0, l.interior) &
		within(s.q1, s.q0, l.interior) & within(s.q2, s.q1, l.interior) & within(s.q3, s.q2, l.interior)
	yes &= within(4*s.p0+s.p1, 4*s.q0+s.q1, l.edge) & within(4*s.p0+s.q1, 4*s.q0+s.p1, l.edge)
	if yes&signs == 0 {
		return 0, 0
	}
	return fill(yes), fill(^(within(s.p1, s.p0, l.variance) & within(s.q1, s.q0, l.variance)))
}

// difference returns what the filter takes the step across the edge to be, in
// the lanes that taps says with the samples next to those beside it.
func (l *limits) difference(s *segment, taps uint64) uint64 {
	if !l.strong {
		return neutral + 3*s.q0 + s.p1&taps - 3*s.p0 - s.q1&taps
	}
	outer := clampDifference(neutral + s.p1&taps - s.q1&taps)
	return clampDifference(outer + 3*s.q0 - 3*s.p0)
}

// eighths returns an eighth of a difference, rounded up and down at a half, with
// a bias of 2048.
func (l *limits) eighths(d uint64) (up, down uint64) {
	up, down = (d+4*lanes)>>3&(0x1fff*lanes), (d+3*lanes)>>3&(0x1fff*lanes)
	if l.strong { // 16 is 15
		up -= up >> 4 & (up >> 11) & lanes
		down -= down >> 4 & (down >> 11) & lanes
	}
	return up, down
}

// inner filters edges within a macroblock: section 15.3's subblock_filter. It
// changes up to two samples on each side, and reports whether there was anything
// to change.
func (l *limits) inner(s *segment) bool {
	yes, variance := l.passed(s)
	if yes == 0 {
		return false
	}
	d := l.difference(s, variance)
	d = d&yes | neutral&^yes
	up, down := l.eighths(d)
	if up == 0x800*lanes && down == up {
		return false
	}
	half := (up + lanes) >> 1 & (0xfff * lanes) // of a bias of 1024
	half = half&^variance | 0x400*lanes&variance
	s.p1, s.q1 = toBytes(s.p1+half-0x300*lanes), toBytes(s.q1+0x500*lanes-half)
	s.p0, s.q0 = toBytes(s.p0+down-0x700*lanes), toBytes(s.q0+0x900*lanes-up)
	return true
}

// outer filters edges between macroblocks: section 15.3's MBfilter. It changes
// up to three samples on each side.
func (l *limits) outer(s *segment) bool {
	yes, variance := l.passed(s)
	if yes == 0 {
		return false
	}
	d := l.difference(s, ^uint64(0))
	sharp, smooth := yes&variance, yes&^variance
	up, down := l.eighths(d&sharp | neutral&^sharp)
	w := d&smooth | neutral&^smooth - (zero-0x80)*lanes // of a bias of 128
	w27 := sevenths(w, 27)
	if up == 0x800*lanes && down == up && w27 == 27*lanes {
		return false
	}
	w18, w9 := sevenths(w, 18), sevenths(w, 9)
	s.p2, s.q2 = toBytes(s.p2+w9+(0x100-9)*lanes), toBytes(s.q2+(0x100+9)*lanes-w9)
	s.p1, s.q1 = toBytes(s.p1+w18+(0x100-18)*lanes), toBytes(s.q1+(0x100+18)*lanes-w18)
	s.p0, s.q0 = toBytes(s.p0+down-0x700*lanes+w27-27*lanes), toBytes(s.q0+0x900*lanes-up+27*lanes-w27)
	return true
}

// sevenths returns a multiple of w in 128ths, with that multiple as its bias.
func sevenths(w, times uint64) uint64 { return (times*w + 63*lanes) >> 7 & (0x1ff * lanes) }
