package inflate

import "encoding/binary"

// decode decodes symbols of a block until there is output up to the limit, or
// the block ends.
func (r *Reader) decode(limit int) error {
	for {
		if err := r.fast(limit); err != nil || r.end >= limit {
			return err
		}
		if err := r.slow(); err != nil || r.state != blockCodes {
			return err
		}
	}
}

// fast decodes symbols while the input has 16 bytes and the output is below
// the limit, or up to one that is left to slow. A turn takes literals,
// up to four entries of them, or some and a match.
func (r *Reader) fast(limit int) error {
	part, pos, acc, n := r.in.part, r.in.pos, r.in.acc, r.in.n
	out, w := &r.out, r.end
	literals, distances := &r.literals, &r.distances
	var err error
	for pos+16 <= len(part) && w < limit {
		acc |= load64(part, pos) << (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56

		e := literals[acc&(1<<literalBits-1)]
		if e&literal != 0 {
			w += put(out, w, e)
			acc >>= e & dropBits
			n -= uint(e & dropBits)
			e = literals[acc&(1<<literalBits-1)]
			if e&literal != 0 {
				w += put(out, w, e)
				acc >>= e & dropBits
				n -= uint(e & dropBits)
				e = literals[acc&(1<<literalBits-1)]
				if e&literal != 0 {
					w += put(out, w, e)
					acc >>= e & dropBits
					n -= uint(e & dropBits)
					e = literals[acc&(1<<literalBits-1)]
					if e&literal != 0 {
						w += put(out, w, e)
						acc >>= e & dropBits
						n -= uint(e & dropBits)
						continue
					}
				}
			}
			acc |= load64(part, pos) << (n & 63)
			pos += int((63 - n) >> 3)
			n |= 56
		}
		if e&other != 0 {
			if e&subTable == 0 {
				break
			}
			e = literals[int(e>>valueShift)+int(acc>>literalBits&(1<<(maxCode-literalBits)-1))]
			if e&other != 0 {
				break
			}
			if e&literal != 0 {
				w += put(out, w, e)
				acc >>= e & dropBits
				n -= uint(e & dropBits)
				continue
			}
		}
		length := int(e>>valueShift) + int(acc&(1<<(e&dropBits)-1)>>(e>>countShift&countMask))
		acc >>= e & dropBits
		n -= uint(e & dropBits)

		e = distances[acc&(1<<distanceBits-1)]
		if e&subTable != 0 {
			e = distances[int(e>>valueShift)+int(acc>>distanceBits&(1<<(maxCode-distanceBits)-1))]
		}
		distance := int(e>>valueShift) + int(acc&(1<<(e&dropBits)-1)>>(e>>countShift&countMask))
		acc >>= e & dropBits
		n -= uint(e & dropBits)
		if e&other != 0 || distance > w {
			err = errDistance
			break
		}
		repeat(out[:w+length+8], w, distance)
		w += length
	}
	r.in.pos, r.in.acc, r.in.n, r.end = pos, acc, n, w
	return err
}

// put writes the literals of an entry, and perhaps a byte more.
func put(out *[window + slack]byte, w int, e entry) int {
	binary.LittleEndian.PutUint16(out[w:], uint16(e>>valueShift))
	return int(e >> countShift & countMask)
}
