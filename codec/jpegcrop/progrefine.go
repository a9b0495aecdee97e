package jpegcrop

import (
	"encoding/binary"
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
	found := &q.nonzero[0]
	q.nonzero = q.nonzero[1:]
	if q.d.bits.farOver() {
		return errCode
	}
	rest := q.band(q.scan.first)
	if q.scan.eobRun == 0 {
		var err error
		if rest, err = q.codes(values, found, rest); err != nil {
			return err
		}
	}
	if q.scan.eobRun > 0 {
		q.scan.eobRun--
		q.correct(values, *found&rest)
	}
	return nil
}

// codes decodes a block's codes up to the one that ends its band, if there is
// one. It returns which coefficients of rest are beyond.
func (q *acRefine) codes(values *[64]int16, found *uint64, rest uint64) (uint64, error) {
	r, table, have := &q.d.bits, q.table, *found
	buf, pos, acc, n := r.buf, r.pos, r.acc, r.n // not in memory, while the loop runs
	var err error
	for rest != 0 {
		acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e := table.look[acc>>(64-lookBits)]
		if e == 0 {
			e = table.long(acc)
		}
		run, size := int(e>>8&255), uint64(e>>16&255)
		if e == 0 || size > 1 {
			err = errCode
			break
		}
		if size == 0 && run < 15 {
			acc, n = acc<<(e>>24&63), n-uint(e>>24)
			q.scan.eobRun = 1<<run + int(acc>>1>>((63-uint(run))&63))
			acc, n = acc<<(run&63), n-uint(run)
			break
		}
		zeros := ^have & rest
		for range run {
			zeros &= zeros - 1
		}
		if zeros == 0 {
			err = errRun
			break
		}
		at := zeros & -zeros // the new coefficient's bit, or that of the last zero of 16
		passed := have & rest & (at - 1)
		first := acc << (e >> 24 & 63)
		acc, n = acc<<(e&63), n-uint(e&255)
		if values != nil && size == 1 {
			values[bits.TrailingZeros64(at)&63] = int16((int(first>>63)*2 - 1) << q.scan.low)
		}
		count := uint(bits.OnesCount64(passed))
		if values != nil || count > n {
			r.pos, r.acc, r.n = pos, acc, n
			q.correct(values, passed)
			pos, acc, n = r.pos, r.acc, r.n
		} else {
			acc, n = acc<<(count&63), n-count
		}
		have |= at & -size
		rest &^= at | (at - 1)
	}
	r.pos, r.acc, r.n = pos, acc, n
	*found = have
	return rest, err
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
