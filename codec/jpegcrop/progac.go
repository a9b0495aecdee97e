package jpegcrop

import (
	"encoding/binary"
	"image"
)

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
	buf, pos, acc, n := r.buf, r.pos, r.acc, r.n // not in memory, while the loop runs
	have, table := *found, q.table
	var err error
	for k := s.first; k <= s.last; k++ {
		acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e := table.look[acc>>(64-lookBits)]
		if e == 0 {
			if e = table.long(acc); e == 0 {
				err = errCode
				break
			}
		}
		run, size := int(e>>8&255), e>>16&255
		after := acc << (e >> 24 & 63) // the code
		if size == 0 && run < 15 {
			s.eobRun = 1<<run + int(after>>1>>((63-uint(run))&63)) - 1
			acc, n = after<<(run&63), n-uint(e>>24)-uint(run)
			break
		}
		acc, n = acc<<(e&63), n-uint(e&255)
		if k += run; k > s.last {
			err = errRun
			break
		}
		if size == 0 {
			continue
		}
		have |= 1 << (k & 63)
		if values != nil {
			v := extend(after, size) << s.low
			if !fits(v) {
				err = errLarge
				break
			}
			values[k&63] = int16(v)
		}
	}
	r.pos, r.acc, r.n = pos, acc, n
	*found = have
	return err
}
