package jpegcrop

import "encoding/binary"

// Entries of skip: the lower six bits count the bits to pass over, the others
// the coefficients; skipEnd is added to these where the block ends.
const (
	skipEnd    = 128
	maxSkip    = 63
	skipLength = 63
	skipShift  = 6

	// worthSkip is from how many bytes on a scan is walked faster even if the
	// table has to be built for it: that takes some 40 us, and saves half of
	// the 5 ns a byte that finding one code at a time takes.
	worthSkip = 32 << 10
)

// buildSkip fills the table that passes over coefficients unseen.
func (t *huffTable) buildSkip() {
	if t.hasSkip {
		return
	}
	for i := range t.skip {
		t.skip[i] = t.skipEntry(uint64(i) << (64 - skipBits))
	}
	t.hasSkip = true
}

func (t *huffTable) skipEntry(acc uint64) uint16 {
	used, passed := 0, 0
	for {
		e := t.code(acc)
		total, run, size := int(e&255), int(e>>8&255), e>>16&255
		if e == 0 || used+total > skipBits {
			break
		}
		if size == 0 && run == 0 {
			return uint16((passed+skipEnd)<<skipShift | used + total)
		}
		if size == 0 && run < 15 || passed+run+1 > maxSkip {
			break
		}
		used, passed, acc = used+total, passed+run+1, acc<<total
	}
	return uint16(passed<<skipShift | used)
}

// skipBlock passes over the AC coefficients of a block.
func (r *bitReader) skipBlock(t *huffTable) error {
	buf, pos, acc, n := r.buf, r.pos, r.acc, r.n
	for k := 1; k < 64; {
		acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		for range 3 {
			e := t.skip[acc>>(64-skipBits)]
			next := k + int(e>>skipShift)
			if next > 64 && next < skipEnd || next > skipEnd+63 || e == 0 {
				var err error
				if next, e, err = t.skipOne(acc, k); err != nil {
					r.pos, r.acc, r.n = pos, acc, n
					return err
				}
				acc <<= e & skipLength
				n -= uint(e)
				k = next
				break
			}
			acc <<= e & skipLength
			n -= uint(e & skipLength)
			k = next
			if k >= 64 {
				break
			}
		}
	}
	r.pos, r.acc, r.n = pos, acc, n
	return nil
}

// skipOne passes over one coefficient, and returns the next one's number and
// how many bits that took.
func (t *huffTable) skipOne(acc uint64, k int) (next int, bits uint16, err error) {
	e := t.code(acc)
	if e == 0 {
		return 0, 0, errCode
	}
	run, size := int(e>>8&255), e>>16&255
	if size == 0 && run == 0 {
		return 64, uint16(e & 255), nil
	}
	if size == 0 && run != 15 {
		return 0, 0, errCode
	}
	if k+run+1 > 64 {
		return 0, 0, errRun
	}
	return k + run + 1, uint16(e & 255), nil
}
