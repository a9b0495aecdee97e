package jpegcrop

import (
	"image"
	"math/bits"
)

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
