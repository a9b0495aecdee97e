package resample

import "sync"

// Plane is a plane of samples in rows.
type Plane struct {
	Pix    []byte
	Stride int
}

// Fixed point of the two passes: the first one leaves midBits, so that sums of
// products of the second, with overshoot of both, fit 32 bits with a sign.
const (
	midBits    = 6
	firstShift = weightBits - midBits
	lastShift  = weightBits + midBits
	firstRound = (1<<(firstShift-1))<<32 + 1<<(firstShift-1)
	lastRound  = (1<<(lastShift-1))<<32 + 1<<(lastShift-1)
)

// Scale makes the samples of dst from those of src. The planes must be as large
// as the filters say: across those of a row, down those of a column.
func Scale(dst, src Plane, across, down *Filter) { scale(dst, src, across, down, false) }

// scale cuts off what overshoots in the first pass if cut is true.
func scale(dst, src Plane, across, down *Filter, cut bool) {
	s := scalers.Get().(*scaler)
	defer s.release()
	s.reset(src, across, down)
	s.cut = cut
	for y := 0; y < down.count; y += 2 {
		next := min(y+1, down.count-1)
		s.down(s.upper, y)
		s.down(s.lower, next)
		s.join()
		s.across(dst.Pix[y*dst.Stride:][:across.count], dst.Pix[next*dst.Stride:][:across.count])
	}
}

// scaler is the state of one plane's scaling. Planes leave it to each other for
// its memory.
type scaler struct {
	src     Plane
	columns int
	cut     bool // what overshoots in the first pass
	h, v    *Filter
	rows    [][]int64 // source rows as pairs of columns; row y is in rows[y%len(rows)]
	loaded  int       // how many rows of the source have been
	upper   []int64   // two rows of the result, still as wide as the source, as pairs of columns
	lower   []int64
	both    []int64 // the same as pairs of rows
	memory  []int64 // what the others are cut from
}

var scalers = sync.Pool{New: func() any { return new(scaler) }}

// maxKept limits what the pool holds on to, in bytes.
const maxKept = 4 << 20

func (s *scaler) release() {
	s.src, s.h, s.v = Plane{}, nil, nil
	if cap(s.memory) > maxKept/8 {
		s.memory = nil
	}
	scalers.Put(s)
}

func (s *scaler) reset(src Plane, across, down *Filter) {
	columns := across.source
	s.src, s.columns, s.h, s.v, s.loaded = src, columns, across, down, 0
	pairs := (columns + 1) / 2
	need := (down.taps+2)*pairs + 2*pairs + across.taps
	if cap(s.memory) < need {
		s.memory = make([]int64, need)
	}
	rest := s.memory[:need]
	clear(rest) // beyond the columns weights are 0, but nothing else is certain
	cut := func(n int) []int64 {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	s.upper, s.lower, s.both = cut(pairs), cut(pairs), cut(2*pairs+across.taps)
	s.rows = s.rows[:0]
	for range down.taps {
		s.rows = append(s.rows, cut(pairs))
	}
}

// load makes the source's rows up to n available as pairs.
func (s *scaler) load(n int) {
	for ; s.loaded < n; s.loaded++ {
		row := s.rows[s.loaded%len(s.rows)]
		src := s.src.Pix[s.loaded*s.src.Stride:][:s.columns]
		for i := range len(src) / 2 {
			pair := src[2*i : 2*i+2]
			row[i] = int64(pair[0]) | int64(pair[1])<<32
		}
		if n := len(src); n&1 == 1 {
			row[n/2] = int64(src[n-1])
		}
	}
}

// down makes a row of the result, as pairs of columns.
func (s *scaler) down(out []int64, y int) {
	start := s.v.starts[y]
	weights := s.v.weights[y*s.v.taps:][:s.v.taps]
	for len(weights) > 0 && weights[len(weights)-1] == 0 { // there may be no such row
		weights = weights[:len(weights)-1]
	}
	s.load(start + len(weights))
	for i := range out {
		out[i] = firstRound
	}
	for t := 0; t < len(weights); {
		row := func(i int) []int64 { return s.rows[(start+t+i)%len(s.rows)][:len(out)] }
		switch {
		case len(weights)-t >= 4:
			add4(out, row(0), row(1), row(2), row(3), [4]int64(weights[t:]))
			t += 4
		default:
			add1(out, row(0), weights[t])
			t++
		}
	}
}

// add4 adds four rows times their weights.
func add4(out, a, b, c, d []int64, w [4]int64) {
	a, b, c, d = a[:len(out)], b[:len(out)], c[:len(out)], d[:len(out)]
	for i := range out {
		out[i] += a[i]*w[0] + b[i]*w[1] + c[i]*w[2] + d[i]*w[3]
	}
}

func add1(out, a []int64, w int64) {
	a = a[:len(out)]
	for i := range out {
		out[i] += a[i] * w
	}
}

// halves takes apart what two sums in one integer are.
func halves(v int64) (low, high int64) {
	low = int64(int32(v))
	return low, (v - low) >> 32
}

// join makes of two rows of pairs of columns one of pairs of rows.
func (s *scaler) join() {
	both := s.both[:2*len(s.upper)]
	lower := s.lower[:len(s.upper)]
	for i, u := range s.upper {
		u0, u1 := halves(u)
		l0, l1 := halves(lower[i])
		both[2*i] = u0>>firstShift + l0>>firstShift<<32
		both[2*i+1] = u1>>firstShift + l1>>firstShift<<32
	}
	if s.cut {
		for i, v := range both {
			u, l := halves(v)
			both[i] = min(max(u, 0), 255<<midBits) + min(max(l, 0), 255<<midBits)<<32
		}
	}
}

// across makes two rows of the result.
func (s *scaler) across(upper, lower []byte) {
	lower = lower[:len(upper)]
	taps := s.h.taps
	for x := range upper {
		weights := s.h.weights[x*taps:][:taps]
		window := s.both[s.h.starts[x]:][:len(weights)]
		sum := int64(lastRound)
		for i := 1; i < len(weights); i += 2 {
			sum += window[i-1]*weights[i-1] + window[i]*weights[i]
		}
		u, l := halves(sum)
		upper[x], lower[x] = clip(u>>lastShift), clip(l>>lastShift)
	}
}

func clip(v int64) byte {
	if uint64(v) > 255 {
		v = ^(v >> 63)
	}
	return byte(v)
}
