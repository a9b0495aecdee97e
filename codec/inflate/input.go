package inflate

import "encoding/binary"

// input reads bits, the lowest of each byte first, from data in several parts.
type input struct {
	part  []byte   // the current one
	pos   int      // of the next byte in it
	parts [][]byte // that follow
	read  int      // the length of those before the current one

	acc uint64 // the next bits, the first one lowest
	n   uint   // how many of them count; those beyond are zeros, or what part has there
}

// fill makes 56 bits available, or as many as there are, byte by byte, and
// goes from part to part.
func (in *input) fill() {
	in.acc &= 1<<in.n - 1
	for in.n < 56 {
		if in.pos == len(in.part) {
			if !in.nextPart() {
				return
			}
			continue
		}
		in.acc |= uint64(in.part[in.pos]) << in.n
		in.pos++
		in.n += 8
	}
}

// take returns the next n bits, of at most 32; false where there are fewer.
func (in *input) take(n uint) (uint, bool) {
	if in.n < n {
		if in.fill(); in.n < n {
			return 0, false
		}
	}
	v := uint(in.acc & (1<<n - 1))
	in.drop(n)
	return v, true
}

func (in *input) drop(n uint) {
	in.acc >>= n & 63
	in.n -= n
}

// align passes over the bits up to the next byte.
func (in *input) align() { in.drop(in.n & 7) }

// copy fills dst with whole bytes, after align, and returns how many there
// were.
func (in *input) copy(dst []byte) int {
	done := 0
	for ; done < len(dst) && in.n > 0; done++ {
		dst[done] = byte(in.acc)
		in.drop(8)
	}
	if done == len(dst) {
		return done
	}
	in.acc = 0 // of what is beyond n, too: it is read from part now
	for {
		n := copy(dst[done:], in.part[in.pos:])
		done, in.pos = done+n, in.pos+n
		if done == len(dst) || !in.nextPart() {
			return done
		}
	}
}

// nextPart goes to the next part at the end of one.
func (in *input) nextPart() bool {
	if len(in.parts) == 0 {
		return false
	}
	in.read += len(in.part)
	in.part, in.parts, in.pos = in.parts[0], in.parts[1:], 0
	return true
}

// consumed returns how many bytes were read, the last one perhaps in part.
func (in *input) consumed() int { return in.read + in.pos - int(in.n/8) }

func load64(b []byte, at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
