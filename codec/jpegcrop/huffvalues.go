package jpegcrop

// Entries of values: the lower six bits count the bits of the code and of what
// follows it; the next seven the coefficients that it takes us on; above sixteen
// is the value of the last one. The end of the block takes us out of it.
const (
	valueBits   = 63
	valueSteps  = 127
	stepsShift  = 6
	valueShift  = 16
	endOfBlocks = 64 // steps
)

// buildValues fills the table of values.
func (t *huffTable) buildValues() {
	if t.hasValues {
		return
	}
	for i := range t.values {
		t.values[i] = 0
		if e := t.look[i]; e&255 <= lookBits {
			t.values[i] = t.value(uint64(i)<<(64-lookBits), e)
		}
	}
	t.hasValues = true
}

// longValue finds what values does not have; 0 where no coefficient begins so.
func (t *huffTable) longValue(acc uint64) int32 {
	return t.value(acc, t.code(acc))
}

// value makes an entry of values of the code that acc begins with.
func (t *huffTable) value(acc uint64, code uint32) int32 {
	total, run, size := int32(code&255), int32(code>>8&255), code>>16&255
	if t.class == dcClass && run != 0 {
		return 0 // more than 15 bits
	}
	steps := run + 1
	if size == 0 && run == 0 && code != 0 {
		steps = endOfBlocks
	} else if size == 0 && run != 15 {
		return 0
	}
	return int32(extend(acc<<(code>>24&63), size))<<valueShift | steps<<stepsShift | total
}

// extend makes the uppermost size bits of acc the value they stand for: T.81,
// F.2.2.1. No bits are 0.
func extend(acc uint64, size uint32) int {
	sign := int(^int64(acc) >> 63) // -1 where the first bit is 0
	v := int(acc >> 1 >> ((63 - size) & 63))
	return v + sign&(1-1<<(size&63))
}
