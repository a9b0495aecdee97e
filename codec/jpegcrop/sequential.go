package jpegcrop

import (
	"encoding/binary"
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

const errCode = FormatError("an invalid Huffman code")

// sequential decodes the scans of baseline and extended sequential pictures:
// T.81, F.2.
type sequential struct {
	d    *decoder
	scan *scan
}

func (q sequential) restart() {
	for i := range q.scan.comps {
		q.scan.comps[i].pred = 0
	}
}

// decode decodes one MCU, and transforms those of its blocks that matter.
func (q sequential) decode(at image.Point) error {
	d := q.d
	for _, u := range q.scan.units {
		found, err := q.block(u.comp)
		if err != nil {
			return err
		}
		c := &d.frame.comps[u.comp.index]
		if p := d.blockOf(q.scan, u, at); !p.In(c.need) { // beyond the rectangle, but in the same MCU
			d.scratch.block = dct.Block{}
		} else if d.transcode {
			if err := d.keep(u.comp.index, p, found); err != nil {
				return err
			}
		} else {
			dst, stride := d.planes[u.comp.index].block(p)
			d.inverse(found == 0, c.quant, dst, stride)
		}
	}
	return nil
}

// block decodes the next block into d.scratch.block. The bits of found tell, in
// zigzag order, which AC coefficients may be other than 0.
func (q sequential) block(c *scanComponent) (found uint64, err error) {
	d, r := q.d, &q.d.bits
	if r.farOver() {
		return 0, errCode
	}
	diff, err := r.difference(c.dc)
	if err != nil {
		return 0, err
	}
	c.add(diff)
	b, table := &d.scratch.block, c.ac
	b[0] = int32(c.pred)
	buf, pos, acc, n := r.buf, r.pos, r.acc, r.n // not in memory, while the loop runs
	k, e := 0, int32(0)
	for k < 63 {
		acc |= binary.BigEndian.Uint64(buf[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e = table.values[acc>>(64-lookBits)]
		if e == 0 {
			if e = table.longValue(acc); e == 0 {
				err = errCode
				break
			}
		}
		acc, n = acc<<(e&valueBits), n-uint(e&valueBits)
		k += int(e >> stepsShift & valueSteps)
		b[zigzagRows[k&127]&63] = e >> valueShift
		found |= 1 << (k & 63)
	}
	r.pos, r.acc, r.n = pos, acc, n
	if k > 63 && e>>stepsShift&valueSteps != endOfBlocks {
		err = errRun
	}
	return found &^ 1, err // without the bit of an end that is first
}

func abs(v int) int { return (v ^ v>>63) - v>>63 }

const errRun = FormatError("a run of zeros goes beyond its block")

// skip passes over MCUs. It keeps only the DC coefficients' sums, which the
// blocks after them need.
func (q sequential) skip(mcus int) error {
	r := &q.d.bits
	for range mcus {
		for i := range q.scan.units {
			c := q.scan.units[i].comp
			if r.farOver() {
				return errCode
			}
			diff, err := r.difference(c.dc)
			if err != nil {
				return err
			}
			c.add(diff)
			if err := r.skipBlock(c.ac); err != nil {
				return err
			}
		}
	}
	return nil
}
