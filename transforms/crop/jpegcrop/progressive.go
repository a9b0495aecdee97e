package jpegcrop

import (
	"image"
	"math"
	"math/bits"
)

// coefficients is what the scans of a progressive picture build up of one
// component.
type coefficients struct {
	// values has 64 coefficients in zigzag order for each block that the
	// rectangle touches.
	values []int16
	// nonzero tells for every block down to the rectangle's end which AC
	// coefficients are not 0: later scans cannot be walked without it.
	nonzero []uint64
}

// scanProgressive decodes one scan: T.81, G.1.
func (d *decoder) scanProgressive(s *scan) error {
	if s.first == 0 && !d.plausible(s, 1) {
		return d.short()
	}
	if err := d.allocate(); err != nil {
		return err
	}
	if d.coefs == nil {
		d.allocateCoefs()
	}
	for i := range s.comps {
		d.seen[s.comps[i].index] = d.seen[s.comps[i].index] || s.first == 0 && s.high == 0
	}
	switch {
	case s.first == 0 && s.high == 0:
		return d.walk(s, dcFirst{d, s})
	case s.first == 0:
		return d.walk(s, dcRefine{d, s})
	}
	c := d.acScan(s)
	if s.high == 0 {
		return d.walk(s, &acFirst{c})
	}
	return d.walk(s, &acRefine{c})
}

// allocateCoefs makes room for the coefficients of all components.
func (d *decoder) allocateCoefs() {
	d.coefs = make([]coefficients, len(d.frame.comps))
	values, blocks := 0, 0
	for _, c := range d.frame.comps {
		values += 64 * c.need.Dx() * c.need.Dy()
		blocks += c.blocks.X * c.need.Max.Y
	}
	s := d.scratch
	s.coefs, s.nonzero = zeroed(s.coefs, values), zeroed(s.nonzero, blocks)
	v, n := s.coefs, s.nonzero
	for i, c := range d.frame.comps {
		values, blocks = 64*c.need.Dx()*c.need.Dy(), c.blocks.X*c.need.Max.Y
		d.coefs[i] = coefficients{v[:values], n[:blocks]}
		v, n = v[values:], n[blocks:]
	}
}

// values returns the coefficients of a block; nil where it does not matter.
func (d *decoder) values(index int, p image.Point) *[64]int16 {
	c := &d.frame.comps[index]
	if !p.In(c.need) {
		return nil
	}
	p = p.Sub(c.need.Min)
	return (*[64]int16)(d.coefs[index].values[64*(p.Y*c.need.Dx()+p.X):])
}

// blockOf returns the place of a block of an MCU.
func (d *decoder) blockOf(s *scan, u unit, at image.Point) image.Point {
	if s.single {
		return at
	}
	c := &d.frame.comps[u.comp.index]
	return image.Pt(at.X*c.h+u.x, at.Y*c.v+u.y)
}

// dcFirst decodes the upper bits of DC coefficients.
type dcFirst struct {
	d    *decoder
	scan *scan
}

func (q dcFirst) restart() {
	for i := range q.scan.comps {
		q.scan.comps[i].pred = 0
	}
}

func (q dcFirst) decode(at image.Point) error {
	for _, u := range q.scan.units {
		if err := q.next(u.comp); err != nil {
			return err
		}
		if values := q.d.values(u.comp.index, q.d.blockOf(q.scan, u, at)); values != nil {
			v := u.comp.pred << q.scan.low
			if !fits(v) {
				return errLarge
			}
			values[0] = int16(v)
		}
	}
	return nil
}

func (q dcFirst) skip(mcus int) error {
	for range mcus {
		for i := range q.scan.units {
			if err := q.next(q.scan.units[i].comp); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q dcFirst) next(c *scanComponent) error {
	if q.d.bits.farOver() {
		return errCode
	}
	diff, err := q.d.bits.difference(c.dc)
	c.pred += diff
	return err
}

// dcRefine decodes one more bit of DC coefficients.
type dcRefine struct {
	d    *decoder
	scan *scan
}

func (q dcRefine) restart() {}

func (q dcRefine) decode(at image.Point) error {
	for _, u := range q.scan.units {
		bit := q.d.bits.take(1)
		if values := q.d.values(u.comp.index, q.d.blockOf(q.scan, u, at)); values != nil {
			values[0] |= int16(bit << q.scan.low)
		}
	}
	if q.d.bits.farOver() {
		return errCode
	}
	return nil
}

func (q dcRefine) skip(mcus int) error {
	q.d.bits.skip(mcus * len(q.scan.units))
	return nil
}

// acScan is a scan of a band of one component's AC coefficients.
type acScan struct {
	d       *decoder
	scan    *scan
	index   int // of the component in the frame
	table   *huffTable
	nonzero []uint64 // of the blocks to come
}

func (d *decoder) acScan(s *scan) acScan {
	c := &s.comps[0]
	return acScan{d, s, c.index, c.ac, d.coefs[c.index].nonzero}
}

func (q *acScan) restart() { q.scan.eobRun = 0 }

// startRun begins a run of blocks whose band has ended, with this one.
func (q *acScan) startRun(exponent int) {
	q.scan.eobRun = 1<<exponent + q.d.bits.take(uint(exponent))
}

// code reads the next Huffman code, and leaves the bits that follow it.
func (q *acScan) code() (run int, size uint32, err error) {
	r := &q.d.bits
	r.refill()
	e := q.table.look[r.acc>>(64-lookBits)]
	if e == 0 {
		if e = q.table.long(r.acc); e == 0 {
			return 0, 0, errCode
		}
	}
	r.drop(uint(e >> 24))
	return int(e >> 8 & 255), e >> 16 & 255, nil
}

// acFirst decodes the upper bits of AC coefficients.
type acFirst struct{ acScan }

func (q *acFirst) decode(at image.Point) error {
	return q.next(q.d.values(q.index, at))
}

func (q *acFirst) skip(blocks int) error {
	for blocks > 0 {
		if n := min(blocks, q.scan.eobRun); n > 0 {
			q.scan.eobRun -= n
			q.nonzero = q.nonzero[n:]
			blocks -= n
			continue
		}
		if err := q.next(nil); err != nil {
			return err
		}
		blocks--
	}
	return nil
}

// next decodes a block into values, if these are not nil.
func (q *acFirst) next(values *[64]int16) error {
	s, r, found := q.scan, &q.d.bits, &q.nonzero[0]
	q.nonzero = q.nonzero[1:]
	if s.eobRun > 0 {
		s.eobRun--
		return nil
	}
	if r.farOver() {
		return errCode
	}
	for k := s.first; k <= s.last; k++ {
		run, size, err := q.code()
		if err != nil {
			return err
		}
		if size == 0 && run < 15 {
			q.startRun(run)
			s.eobRun--
			return nil
		}
		if k += run; k > s.last {
			return errRun
		}
		if size == 0 {
			continue
		}
		*found |= 1 << k
		if values != nil {
			v := extend(r.acc, size) << s.low
			if !fits(v) {
				return errLarge
			}
			values[k] = int16(v)
		}
		r.drop(uint(size))
	}
	return nil
}

// acRefine decodes one more bit of AC coefficients: T.81, G.1.2.3.
type acRefine struct{ acScan }

func (q *acRefine) decode(at image.Point) error {
	return q.next(q.d.values(q.index, at))
}

func (q *acRefine) skip(blocks int) error {
	for blocks > 0 {
		if n := min(blocks, q.scan.eobRun); n > 0 {
			corrections, band := 0, q.band(q.scan.first)
			for _, found := range q.nonzero[:n] {
				corrections += bits.OnesCount64(found & band)
			}
			q.d.bits.skip(corrections)
			q.scan.eobRun -= n
			q.nonzero = q.nonzero[n:]
			blocks -= n
			continue
		}
		if err := q.next(nil); err != nil {
			return err
		}
		blocks--
	}
	return nil
}

// band returns the bits of the coefficients from k on.
func (q *acRefine) band(k int) uint64 {
	return ^uint64(0) << k & (^uint64(0) >> (63 - q.scan.last))
}

// next decodes a block into values, if these are not nil.
func (q *acRefine) next(values *[64]int16) error {
	s, r, found := q.scan, &q.d.bits, &q.nonzero[0]
	q.nonzero = q.nonzero[1:]
	if r.farOver() {
		return errCode
	}
	k := s.first
	for s.eobRun == 0 && k <= s.last {
		run, size, err := q.code()
		if err != nil {
			return err
		}
		if size > 1 {
			return errLarge
		}
		if size == 0 && run < 15 {
			q.startRun(run)
			break
		}
		sign := 0
		if size == 1 {
			sign = 2*r.take(1) - 1
		}
		zeros := ^*found & q.band(k)
		for range run {
			zeros &= zeros - 1
		}
		if zeros == 0 {
			return errRun
		}
		at := bits.TrailingZeros64(zeros)
		q.correct(values, *found&q.band(k)&(1<<at-1))
		if size == 1 {
			*found |= 1 << at
			if values != nil {
				values[at] = int16(sign << s.low)
			}
		}
		k = at + 1
	}
	if s.eobRun > 0 {
		s.eobRun--
		q.correct(values, *found&q.band(k))
	}
	return nil
}

// correct reads a bit for each of the coefficients in which, and adds it to
// their magnitudes.
func (q *acRefine) correct(values *[64]int16, which uint64) {
	r := &q.d.bits
	if values == nil {
		r.skipFew(uint(bits.OnesCount64(which)))
		return
	}
	step := int16(1) << q.scan.low
	for ; which != 0; which &= which - 1 {
		if r.take(1) == 0 {
			continue
		}
		v := &values[bits.TrailingZeros64(which)]
		if *v >= 0 {
			*v += step
		} else {
			*v -= step
		}
	}
}

const errLarge = FormatError("a coefficient is too large")

func fits(v int) bool { return v >= math.MinInt16 && v <= math.MaxInt16 }

// reconstruct transforms the blocks that the rectangle touches.
func (d *decoder) reconstruct() error {
	for i := range d.frame.comps {
		c := &d.frame.comps[i]
		quant := d.quant[c.tq]
		if quant == nil {
			return FormatError("a component's quantization table is not defined")
		}
		for y := c.need.Min.Y; y < c.need.Max.Y; y++ {
			for x := c.need.Min.X; x < c.need.Max.X; x++ {
				p := image.Pt(x, y)
				dst, stride := d.planes[i].block(p)
				d.transform(d.values(i, p), d.coefs[i].nonzero[y*c.blocks.X+x], quant, dst, stride)
			}
		}
	}
	return nil
}

// transform dequantises a block of coefficients and writes its samples.
func (d *decoder) transform(values *[64]int16, found uint64, quant *quantTable, dst []byte, stride int) {
	b, nonzero, sum := &d.scratch.block, uint64(0), 0
	for found |= 1; found != 0; found &= found - 1 {
		k := bits.TrailingZeros64(found)
		n := zigzag[k] & 63
		b[n] = int(values[k]) * quant[k]
		nonzero |= 1 << n
		sum += abs(b[n])
	}
	d.magnitude = max(d.magnitude, sum)
	idct(b, nonzero, dst, stride)
	*b = block{}
}
