package inflate

// startBlock reads a block's header: RFC 1951, 3.2.3.
func (r *Reader) startBlock() error {
	head, ok := r.in.take(3)
	if !ok {
		return errShort
	}
	r.last = head&1 != 0
	switch head >> 1 {
	case 0:
		return r.startStored()
	case 1:
		r.state = blockCodes
		r.fixedLengths()
		return r.buildCodes(numLiterals, numDistances)
	case 2:
		r.state = blockCodes
		return r.readCodes()
	}
	return CorruptError("a block of unknown kind")
}

func (r *Reader) startStored() error {
	r.in.align()
	n, ok := r.in.take(32)
	if !ok {
		return errShort
	}
	if n&0xffff != ^n>>16&0xffff {
		return CorruptError("a stored block whose length is not confirmed")
	}
	if r.stored = int(n & 0xffff); r.stored > 0 {
		r.state = blockStored
	}
	return nil
}

func (r *Reader) copyStored(limit int) error {
	n := r.in.copy(r.out[r.end:min(r.end+r.stored, limit)])
	if n == 0 {
		return errShort
	}
	r.end += n
	if r.stored -= n; r.stored == 0 {
		r.state = blockHeader
	}
	return nil
}

// fixedLengths sets the codes of RFC 1951, 3.2.6.
func (r *Reader) fixedLengths() {
	for i := range numLiterals {
		switch {
		case i < 144:
			r.lengths[i] = 8
		case i < 256:
			r.lengths[i] = 9
		case i < 280:
			r.lengths[i] = 7
		default:
			r.lengths[i] = 8
		}
	}
	for i := range numDistances {
		r.lengths[numLiterals+i] = 5
	}
}

// lengthOrder is in what order the lengths of the code for lengths are written.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

const lengthBits = 7 // of the longest code for a length

// readCodes reads the codes of a block: RFC 1951, 3.2.7.
func (r *Reader) readCodes() error {
	head, ok := r.in.take(14)
	if !ok {
		return errShort
	}
	literals, distances, n := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	if literals > 286 || distances > 30 {
		return CorruptError("too many codes")
	}
	var lengths [19]uint8
	for _, symbol := range lengthOrder[:n] {
		v, ok := r.in.take(3)
		if !ok {
			return errShort
		}
		lengths[symbol] = uint8(v)
	}
	var table [1 << lengthBits]entry
	if !build(table[:], lengthBits, lengths[:], lengthSymbols[:]) {
		return CorruptError("codes of a bad length for the lengths of codes")
	}
	if err := r.readLengths(&table, literals+distances); err != nil {
		return err
	}
	return r.buildCodes(literals, distances)
}

// readLengths reads n lengths of codes, where repetitions are shortened.
func (r *Reader) readLengths(table *[1 << lengthBits]entry, n int) error {
	for i := 0; i < n; {
		if r.in.n < lengthBits+7 {
			r.in.fill()
		}
		e := table[r.in.acc&(1<<lengthBits-1)]
		if e&other != 0 {
			return r.noCode()
		}
		bits := uint(e & dropBits)
		if bits > r.in.n {
			return errShort
		}
		r.in.drop(bits)
		symbol := uint8(e >> valueShift)
		if symbol < 16 {
			r.lengths[i] = symbol
			i++
			continue
		}
		length, times, ok := uint8(0), uint(0), false
		switch symbol {
		case 16:
			if i == 0 {
				return CorruptError("nothing to repeat")
			}
			length = r.lengths[i-1]
			times, ok = r.in.take(2)
			times += 3
		case 17:
			times, ok = r.in.take(3)
			times += 3
		case 18:
			times, ok = r.in.take(7)
			times += 11
		}
		switch {
		case !ok:
			return errShort
		case i+int(times) > n:
			return CorruptError("too many lengths")
		}
		for range times {
			r.lengths[i] = length
			i++
		}
	}
	return nil
}

// buildCodes makes the tables of two codes, whose lengths follow one another.
func (r *Reader) buildCodes(literals, distances int) error {
	if !build(r.literals[:], literalBits, r.lengths[:literals], literalSymbols[:]) ||
		!build(r.distances[:], distanceBits, r.lengths[literals:literals+distances], distanceSymbols[:]) {
		return CorruptError("codes of a bad length")
	}
	pairLiterals(&r.literals)
	return nil
}
