package bmpcrop

import (
	"encoding/binary"
	"image"
)

// The compressions, as the header numbers them.
const (
	uncompressed   = 0
	rle8           = 1
	rle4           = 2
	bitFields      = 3
	alphaBitFields = 6
)

const (
	fileHeader = 14  // "BM", the file's size, two reserved fields, where the pixels begin
	coreHeader = 12  // OS/2 1.x
	infoHeader = 40  // Windows 3
	os2Header  = 64  // OS/2 2.x, whose fields behind the first 40 bytes are others
	lastHeader = 124 // Windows V5
)

// maxPixels keeps the arithmetic from overflowing.
const maxPixels = 1 << 48

// bitmap is what a header says, and where the pixels are.
type bitmap struct {
	size        image.Point
	topDown     bool // rows are stored from the top
	bits        int  // of a pixel
	compression uint32
	masks       [4]uint32 // of red, green, blue and alpha, where bits is 16 or 32
	palette     [256][3]byte
	pixels      []byte
}

// Is reports whether data begins like a bitmap file: text may begin with "BM",
// too, but not go on with the length of a header that exists. Where the data ends
// before that, the reserved fields have to be 0.
func Is(data []byte) bool {
	if len(data) < 10 || string(data[:2]) != "BM" {
		return false
	}
	if len(data) < fileHeader+4 {
		return binary.LittleEndian.Uint32(data[6:]) == 0
	}
	return isHeaderLength(binary.LittleEndian.Uint32(data[fileHeader:]))
}

func isHeaderLength(n uint32) bool {
	return n == coreHeader || n >= 16 && n <= os2Header || n == 108 || n == lastHeader
}

// readFile reads the headers of a bitmap file.
func readFile(data []byte) (*bitmap, error) {
	if !Is(data) {
		return nil, FormatError("no signature")
	}
	if len(data) < fileHeader {
		return nil, short("the header")
	}
	b, rest, err := readInfo(data[fileHeader:])
	if err != nil {
		return nil, err
	}
	// Some writers leave the place of the pixels 0.
	if at := binary.LittleEndian.Uint32(data[10:]); at >= fileHeader+coreHeader {
		rest = data[min(int64(at), int64(len(data))):]
	}
	b.pixels = rest
	return b, nil
}

// readInfo reads the header that begins data, and the palette or the bit fields
// behind it. It returns what follows these.
func readInfo(data []byte) (b *bitmap, rest []byte, err error) {
	if len(data) < 4 {
		return nil, nil, short("the header")
	}
	n := binary.LittleEndian.Uint32(data)
	if !isHeaderLength(n) {
		return nil, nil, FormatError("a header of an unknown length")
	}
	if int64(len(data)) < int64(n) {
		return nil, nil, short("the header")
	}
	header, rest := data[:n], data[n:]
	if n == coreHeader {
		b = readCore(header)
		return b, b.readPalette(rest, 0, 3), b.check()
	}
	b = readWindows(header)
	if n != os2Header && (b.compression == bitFields || b.compression == alphaBitFields) {
		if rest, err = b.readFields(header, rest); err != nil {
			return nil, nil, err
		}
	}
	if n == os2Header && b.compression > rle4 {
		return nil, nil, unsupported("compression %d of OS/2", b.compression)
	}
	if err := b.check(); err != nil {
		return nil, nil, err
	}
	return b, b.readPalette(rest, field(header, 32), 4), nil
}

func readCore(header []byte) *bitmap {
	return &bitmap{
		size: image.Pt(int(binary.LittleEndian.Uint16(header[4:])), int(binary.LittleEndian.Uint16(header[6:]))),
		bits: int(binary.LittleEndian.Uint16(header[10:])),
	}
}

// readWindows reads the fields that all later headers begin with; of OS/2 2.x, a
// header may end after any of them.
func readWindows(header []byte) *bitmap {
	b := &bitmap{
		size:        image.Pt(int(int32(field(header, 4))), int(int32(field(header, 8)))),
		bits:        int(field(header, 12) >> 16),
		compression: field(header, 16),
	}
	if b.size.Y < 0 {
		b.size.Y, b.topDown = -b.size.Y, true
	}
	return b
}

// field returns the four bytes at a place of the header, 0 behind its end.
func field(header []byte, at int) uint32 {
	if len(header) < at+4 {
		return 0
	}
	return binary.LittleEndian.Uint32(header[at:])
}

// readFields reads the masks of the colours: in the header or, where that is too
// short, behind it.
func (b *bitmap) readFields(header, rest []byte) ([]byte, error) {
	from, n := rest, 3
	if b.compression == alphaBitFields {
		n = 4
	}
	if len(header) >= infoHeader+12 {
		from, n = header[infoHeader:], min((len(header)-infoHeader)/4, 4)
	} else {
		if len(rest) < 4*n {
			return nil, short("the bit fields")
		}
		rest = rest[4*n:]
	}
	for i := range n {
		b.masks[i] = binary.LittleEndian.Uint32(from[4*i:])
	}
	return rest, nil
}

// readPalette reads so many colours, 0 for as many as the bits can tell apart,
// of 3 or 4 bytes each, as far as they are there. It returns what follows.
func (b *bitmap) readPalette(data []byte, colors uint32, entry int) []byte {
	if b.bits > 8 && colors == 0 {
		return data
	}
	if colors == 0 {
		colors = 1 << b.bits
	}
	end := int(min(int64(colors)*int64(entry), int64(len(data))))
	for i := 0; i < len(b.palette) && (i+1)*entry <= end; i++ {
		c := data[i*entry:]
		b.palette[i] = [3]byte{c[2], c[1], c[0]}
	}
	return data[end:]
}

// check refuses what is not decoded.
func (b *bitmap) check() error {
	if b.size.X <= 0 || b.size.Y <= 0 {
		return FormatError("a side that is not positive")
	}
	switch {
	case b.compression == rle8 && b.bits == 8, b.compression == rle4 && b.bits == 4:
		return nil
	case b.compression == 4 || b.compression == 5:
		return unsupported("a JPEG or PNG picture within")
	case b.compression != uncompressed && b.compression != bitFields && b.compression != alphaBitFields:
		return unsupported("compression %d of %d bits", b.compression, b.bits)
	}
	switch b.bits {
	case 1, 2, 4, 8, 24:
		return nil
	case 16, 32:
		return b.checkFields()
	}
	return unsupported("%d bits a pixel", b.bits)
}
