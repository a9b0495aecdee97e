package inflate

const (
	errDistance = CorruptError("a match from before the start")
	errCode     = CorruptError("bits that are no code")
)

// slow decodes one symbol, where the input may end or continue in another
// part. It needs 48 bits at most, and so fills once.
func (r *Reader) slow() error {
	r.in.fill()
	e := r.literals[r.in.acc&(1<<literalBits-1)]
	if e&subTable != 0 {
		e = r.literals[int(e>>valueShift)+int(r.in.acc>>literalBits&(1<<(maxCode-literalBits)-1))]
	}
	switch {
	case e&literal != 0:
		return r.slowLiterals(e)
	case e&endBlock != 0:
		r.state = blockHeader
		_, err := r.value(e)
		return err
	}
	length, err := r.value(e)
	if err != nil {
		return err
	}
	e = r.distances[r.in.acc&(1<<distanceBits-1)]
	if e&subTable != 0 {
		e = r.distances[int(e>>valueShift)+int(r.in.acc>>distanceBits&(1<<(maxCode-distanceBits)-1))]
	}
	distance, err := r.value(e)
	if err != nil {
		return err
	}
	if distance > r.end {
		return errDistance
	}
	repeat(r.out[:r.end+length+8], r.end, distance)
	r.end += length
	return nil
}

// slowLiterals takes those literals of an entry whose bits are there.
func (r *Reader) slowLiterals(e entry) error {
	r.end += put(&r.out, r.end, e)
	_, err := r.value(e &^ (countMask << countShift))
	return err
}

// value takes the bits of an entry and returns its number, with the extra bits.
func (r *Reader) value(e entry) (int, error) {
	bits := uint(e & dropBits)
	switch {
	case e&other != 0 && e&endBlock == 0:
		return 0, r.noCode()
	case bits > r.in.n:
		return 0, errShort
	}
	v := int(e>>valueShift) + int(r.in.acc&(1<<bits-1)>>(e>>countShift&countMask))
	r.in.drop(bits)
	return v, nil
}

// noCode is the error for bits that are no code, which may be so because there
// are too few.
func (r *Reader) noCode() error {
	if r.in.n < maxCode {
		return errShort
	}
	return errCode
}
