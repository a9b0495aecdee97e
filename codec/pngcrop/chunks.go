package pngcrop

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

const signature = "\x89PNG\r\n\x1a\n"

// file is what the chunks of a picture hold.
type file struct {
	header
	palette     []byte   // the body of PLTE
	transparent []byte   // the body of tRNS
	hasAlpha    bool     // there is a tRNS
	parts       [][]byte // the bodies of the first IDAT and those right behind it
	broken      error    // what is wrong between the first pixels and IEND: the pixels may be whole

	stage stage
}

// stage is the last of the chunks seen whose order matters.
type stage uint8

const (
	start stage = iota
	seenIHDR
	seenPLTE
	seenTRNS
	seenIDAT
	behindIDAT // and another chunk
	seenIEND
)

// read walks over the chunks of a picture up to one that takes it to a stage, and
// checks their order, their lengths and their sums. What is behind IEND is not
// looked at.
func (f *file) read(data []byte, to stage) error {
	if len(data) < len(signature) {
		return errShort
	}
	if string(data[:len(signature)]) != signature {
		return FormatError("no signature")
	}
	for data = data[len(signature):]; f.stage < to; {
		c, rest, whole := nextChunk(data)
		err := f.next(c, whole)
		if err != nil && f.stage >= seenIDAT && (c.kind != "IDAT" || !whole) {
			f.broken = err
			return nil
		}
		if err != nil {
			return err
		}
		data = rest
	}
	return nil
}

// next takes over a chunk, as far as it is there.
func (f *file) next(c chunk, whole bool) error {
	ignored := f.ignores(c)
	if !ignored {
		if err := f.check(c.kind, c.length); err != nil {
			return err
		}
	}
	switch {
	case !whole && c.kind == "IDAT" && f.stage != behindIDAT:
		f.stage, f.parts = seenIDAT, append(f.parts, c.body)
		return errShort
	case !whole:
		return errShort
	case ignored:
		f.passed()
		return nil
	}
	return f.take(c)
}

// chunk is a length, a name, a body and a checksum.
type chunk struct {
	length uint32
	kind   string
	body   []byte // as far as it is there
	intact bool   // all is there and has the right checksum
}

// nextChunk returns the chunk that begins data, and whether it is all there.
func nextChunk(data []byte) (c chunk, rest []byte, whole bool) {
	if len(data) < 8 {
		return c, nil, false
	}
	c.length, c.kind = binary.BigEndian.Uint32(data), string(data[4:8])
	c.body = data[8:]
	if uint64(len(c.body)) < 4+uint64(c.length) {
		c.body = c.body[:min(uint64(c.length), uint64(len(c.body)))]
		return c, nil, false
	}
	c.body = c.body[:c.length]
	end := 8 + c.length
	c.intact = crc32.ChecksumIEEE(data[4:end]) == binary.BigEndian.Uint32(data[end:])
	return c, data[end+4:], true
}

// ignores reports that the picture is shown without the chunk: what nobody has
// to understand and is damaged, and palettes and transparent colours where they
// mean nothing. So does libpng, and with it the browsers.
func (f *file) ignores(c chunk) bool {
	switch {
	case f.stage == start:
		return false
	case c.kind == "PLTE":
		return f.kind != paletted
	case c.kind == "tRNS":
		return !c.intact || !f.transparencyFits(c.length)
	}
	return len(c.kind) == 4 && c.kind[0]&0x20 != 0 && !c.intact
}

// transparencyFits reports that a tRNS of that length may stand here.
func (f *file) transparencyFits(length uint32) bool {
	switch f.kind {
	case paletted:
		return f.stage == seenPLTE && length <= 256
	case rgb:
		return f.stage == seenIHDR && length == 6
	case gray:
		return f.stage == seenIHDR && length == 2
	}
	return false
}

// check checks what the head of a chunk tells.
func (f *file) check(kind string, length uint32) error {
	inOrder, fits := true, length <= math.MaxInt32
	switch kind {
	case "CgBI":
		return unsupported("Apple's variant of PNG")
	case "IHDR":
		inOrder, fits = f.stage == start, length == 13
	case "PLTE":
		inOrder = f.stage == seenIHDR
		fits = length > 0 && length%3 == 0 && length <= 3*256
	case "IDAT":
		inOrder = f.stage >= seenIHDR && f.stage <= behindIDAT && (f.stage != seenIHDR || f.kind != paletted)
	case "IEND":
		inOrder, fits = f.stage == seenIDAT || f.stage == behindIDAT, length == 0
	}
	switch {
	case !inOrder:
		return errOrder
	case !fits:
		return errLength
	}
	return nil
}

// take takes over one chunk.
func (f *file) take(c chunk) (err error) {
	if !c.intact {
		return FormatError("a chunk with a wrong checksum")
	}
	switch c.kind {
	case "IHDR":
		f.stage = seenIHDR
		f.header, err = readHeader(c.body)
		return err
	case "PLTE": // more colours than the pixels can name are left out
		f.stage, f.palette = seenPLTE, c.body[:min(len(c.body), 3<<f.depth)]
	case "tRNS":
		f.stage, f.transparent, f.hasAlpha = seenTRNS, c.body, true
	case "IDAT":
		if f.stage != behindIDAT {
			f.stage, f.parts = seenIDAT, append(f.parts, c.body)
		}
	case "IEND":
		f.stage = seenIEND
	default:
		f.passed()
	}
	return nil
}

// passed takes note of a chunk that means nothing here: pixels end before it.
func (f *file) passed() {
	if f.stage == seenIDAT {
		f.stage = behindIDAT
	}
}
