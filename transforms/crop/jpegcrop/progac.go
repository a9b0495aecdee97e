package jpegcrop

import "image"

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
