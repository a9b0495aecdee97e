package jpegcrop

import "bytes"

const (
	lookBits = 10 // of the table that finds one code
	skipBits = 13 // of the table that passes over several
)

// Classes of Huffman tables: T.81, B.2.4.2.
const dcClass, acClass = 0, 1

// huffTable decodes one Huffman code.
type huffTable struct {
	class byte // dcClass or acClass

	// look has the code that the next lookBits bits begin with, packed by
	// pack; 0 where it is longer than that.
	look [1 << lookBits]uint32
	// values has, by the same bits, what they mean among the AC coefficients of
	// a sequential picture or as the difference of a DC coefficient, packed by
	// value; 0 where they do not say. See buildValues.
	values    [1 << lookBits]int32
	hasValues bool
	// Longer codes are found by length: limit[n] is one beyond the last code
	// of n bits, aligned to 16 bits; index[n] maps a code to its symbol.
	limit [17]int32
	index [17]int32
	// skip has as many whole AC coefficients of a sequential picture as the
	// next skipBits bits hold; see buildSkip. Where it is not built, or does
	// not have them, it is 0.
	skip    [1 << skipBits]uint16
	hasSkip bool

	symbols [256]byte
	spec    []byte // what the table was built from
}

// pack stores a code's length, its symbol (run and size), and the length
// together with the bits that follow the code.
func pack(length int, symbol byte) uint32 {
	size := uint32(symbol & 15)
	return uint32(length)<<24 | size<<16 | uint32(symbol>>4)<<8 | (uint32(length) + size)
}

// build derives the table from the counts of codes by length and the symbols:
// T.81, annex C. A table that was built from the same bytes stays as it is.
func (t *huffTable) build(spec []byte) error {
	if bytes.Equal(t.spec, spec) {
		return nil
	}
	t.spec, t.hasSkip, t.hasValues = t.spec[:0], false, false
	clear(t.look[:])
	clear(t.skip[:])
	counts, symbols := spec[:16], spec[16:]
	t.symbols = [256]byte{}
	copy(t.symbols[:], symbols)
	code, k := 0, 0
	for n := 1; n <= 16; n++ {
		t.index[n] = int32(k - code)
		for range counts[n-1] {
			if code >= 1<<n {
				return FormatError("a Huffman table has too many codes")
			}
			if n <= lookBits {
				t.fillLook(code, n, symbols[k])
			}
			code++
			k++
		}
		t.limit[n] = int32(code) << (16 - n)
		code <<= 1
	}
	t.spec = append(t.spec, spec...)
	return nil
}

func (t *huffTable) fillLook(code, length int, symbol byte) {
	first := code << (lookBits - length)
	entry := pack(length, symbol)
	for i := range 1 << (lookBits - length) {
		t.look[first+i] = entry
	}
}

// code finds the code that acc begins with; 0 where there is none.
func (t *huffTable) code(acc uint64) uint32 {
	if e := t.look[acc>>(64-lookBits)]; e != 0 {
		return e
	}
	return t.long(acc)
}

// long finds the code that the upper bits of acc begin with, where look does
// not have it; 0 where there is none.
func (t *huffTable) long(acc uint64) uint32 {
	next := int32(acc >> 48)
	for n := lookBits + 1; n <= 16; n++ {
		if next < t.limit[n] {
			return pack(n, t.symbols[(next>>(16-n)+t.index[n])&255])
		}
	}
	return 0
}

// readHuffman reads a segment of Huffman tables: T.81, B.2.4.2.
func (d *decoder) readHuffman(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 {
			return FormatError("a Huffman table is cut short")
		}
		class, id, codes := body[0]>>4, body[0]&15, 0
		for _, n := range body[1:17] {
			codes += int(n)
		}
		if class > 1 || id > 3 || codes > 256 || len(body) < 17+codes {
			return FormatError("an invalid Huffman table")
		}
		t := d.scratch.table(class, id)
		if err := t.build(body[1 : 17+codes]); err != nil {
			return err
		}
		d.huff[class][id] = t
		body = body[17+codes:]
	}
	return nil
}
