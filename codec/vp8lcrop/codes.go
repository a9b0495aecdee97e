package vp8lcrop

// The symbols of the first code of a group: values of green, lengths of copies, and
// colours of the cache.
const (
	literals    = 256
	copyLengths = 24
	distances   = 40
)

// group is the codes of a region of the picture.
type group struct {
	green, red, blue, alpha, distance code
	// opaque is the whole of a literal but its green, where these codes have one
	// symbol each; else 0.
	constant    uint32
	hasConstant bool
}

// maxEntries bounds the tables of all codes of a picture, to 64 MB. Large photos have
// a tenth of that.
const maxEntries = 1 << 24

func (d *decoder) readGroup(cacheBits uint) (g group, err error) {
	colors := 0
	if cacheBits > 0 {
		colors = 1 << cacheBits
	}
	for _, c := range []struct {
		to   *code
		size int
	}{
		{&g.green, literals + copyLengths + colors}, {&g.red, literals}, {&g.blue, literals}, {&g.alpha, literals}, {&g.distance, distances},
	} {
		if *c.to, err = d.readCode(c.size); err != nil {
			return g, err
		}
		if d.entries += len(c.to.table); d.entries > maxEntries {
			return g, FormatError("too many codes")
		}
	}
	if g.hasConstant = g.red.root|g.blue.root|g.alpha.root == 0; g.hasConstant {
		g.constant = g.alpha.table[0]>>4<<24 | g.red.table[0]>>4<<16 | g.blue.table[0]>>4
	}
	return g, nil
}

// readCode reads a code for so many symbols.
func (d *decoder) readCode(symbols int) (code, error) {
	lengths := make([]uint8, symbols)
	read := d.readLengths
	if d.in.read(1) == 1 {
		read = d.readSimple
	}
	if err := read(lengths); err != nil {
		return code{}, err
	}
	if d.in.ended() {
		return code{}, errShort
	}
	return newCode(lengths)
}

// readSimple reads a code of one or two symbols.
func (d *decoder) readSimple(lengths []uint8) error {
	more, bits := d.in.read(1), uint(1)
	if d.in.read(1) == 1 {
		bits = 8
	}
	for range 1 + more {
		symbol := d.in.read(bits)
		if symbol >= uint32(len(lengths)) {
			return FormatError("a symbol that is none")
		}
		lengths[symbol], bits = 1, 8
	}
	return nil
}

// lengthOrder is that in which the lengths of the code of lengths are written.
var lengthOrder = [19]uint8{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

// readLengths reads the lengths of a code, which are written in a code of their own.
func (d *decoder) readLengths(lengths []uint8) error {
	var of [19]uint8
	for i := range 4 + d.in.read(4) {
		of[lengthOrder[i]] = uint8(d.in.read(3))
	}
	c, err := newCode(of[:])
	if err != nil {
		return err
	}
	most := len(lengths)
	if d.in.read(1) == 1 {
		bits := 2 + 2*uint(d.in.read(3))
		if most = int(2 + d.in.read(bits)); most > len(lengths) {
			return FormatError("more lengths than symbols")
		}
	}
	previous := uint8(8)
	for i := 0; i < len(lengths) && most > 0; most-- {
		n, value, times := c.next(&d.in), uint8(0), 1
		switch {
		case n < 16:
			value = uint8(n)
			if n > 0 {
				previous = value
			}
		case n == 16:
			value, times = previous, 3+int(d.in.read(2))
		case n == 17:
			times = 3 + int(d.in.read(3))
		default:
			times = 11 + int(d.in.read(7))
		}
		if times > len(lengths)-i {
			return FormatError("more lengths than symbols")
		}
		for range times {
			lengths[i] = value
			i++
		}
	}
	return nil
}
