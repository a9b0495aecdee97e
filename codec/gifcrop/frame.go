package gifcrop

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
)

// frame is the first frame of a picture.
type frame struct {
	size       image.Point     // of the picture
	rect       image.Rectangle // of the frame in it
	interlaced bool
	palette    color.Palette // of 256 colours
	litWidth   int
	blocks     []byte // the blocks of its compressed data, and what follows
}

// The bits of the flags.
const (
	hasTable       = 0x80
	tableSize      = 0x07
	isInterlaced   = 0x40
	hasTransparent = 0x01
)

// readFrame reads all up to the first frame's data.
func readFrame(data []byte) (*frame, error) {
	const screen = 13 // signature and logical screen descriptor
	if len(data) < screen {
		return nil, short("the header")
	}
	if head := string(data[:6]); head != "GIF87a" && head != "GIF89a" {
		return nil, FormatError("no signature")
	}
	f := &frame{size: point(data[6:])}
	flags, rest := data[10], data[screen:]
	table, rest, err := colorTable(rest, flags)
	if err != nil {
		return nil, err
	}
	transparent := -1
	for {
		if len(rest) == 0 {
			return nil, short("the blocks before the first frame")
		}
		kind := rest[0]
		rest = rest[1:]
		switch kind {
		case '!':
			if rest, err = skipExtension(rest, &transparent); err != nil {
				return nil, err
			}
		case ',':
			return f, f.readDescriptor(rest, table, transparent)
		case ';':
			return nil, FormatError("no frame")
		case 0: // browsers skip stray ends of blocks
		default:
			return nil, FormatError("an unknown block")
		}
	}
}

func point(data []byte) image.Point {
	return image.Pt(int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:])))
}

// colorTable returns the table that begins data if the flags say there is one.
func colorTable(data []byte, flags byte) (table, rest []byte, err error) {
	if flags&hasTable == 0 {
		return nil, data, nil
	}
	n := 3 << (flags&tableSize + 1)
	if len(data) < n {
		return nil, nil, short("a colour table")
	}
	return data[:n], data[n:], nil
}

// skipExtension skips an extension, but for the transparent colour that a graphic
// control names.
func skipExtension(data []byte, transparent *int) (rest []byte, err error) {
	const graphicControl = 0xf9
	if len(data) < 1 {
		return nil, short("an extension")
	}
	label, rest := data[0], data[1:]
	for first := true; ; first = false {
		block, after, ok := nextBlock(rest)
		if !ok {
			return nil, short("an extension")
		}
		if len(block) == 0 {
			return after, nil
		}
		if first && label == graphicControl && len(block) >= 4 {
			*transparent = -1
			if block[0]&hasTransparent != 0 {
				*transparent = int(block[3])
			}
		}
		rest = after
	}
}

// nextBlock returns the data block that begins data: its length in a byte, then
// so many bytes.
func nextBlock(data []byte) (block, rest []byte, ok bool) {
	if len(data) == 0 || len(data) < 1+int(data[0]) {
		return nil, nil, false
	}
	n := 1 + int(data[0])
	return data[1:n], data[n:], true
}

// readDescriptor reads an image descriptor and what follows it.
func (f *frame) readDescriptor(data, global []byte, transparent int) error {
	if len(data) < 9 {
		return short("the first frame's descriptor")
	}
	at, size, flags := point(data), point(data[4:]), data[8]
	f.rect = image.Rectangle{Min: at, Max: at.Add(size)}
	f.interlaced = flags&isInterlaced != 0
	switch {
	case f.rect.Empty():
		return FormatError("a first frame without pixels")
	case int64(size.X)*int64(size.Y) > math.MaxInt32:
		return FormatError("a first frame of more pixels than are decoded")
	}
	f.size = image.Pt(max(f.size.X, f.rect.Max.X), max(f.size.Y, f.rect.Max.Y))
	local, rest, err := colorTable(data[9:], flags)
	if err != nil {
		return err
	}
	if local == nil {
		local = global
	}
	if len(rest) == 0 {
		return short("the first frame")
	}
	f.litWidth, f.blocks = int(rest[0]), rest[1:]
	if f.litWidth < 1 || f.litWidth > 11 {
		return FormatError("codes of a wrong length")
	}
	f.palette = paletteOf(local, transparent)
	return nil
}

// paletteOf returns 256 colours: those of a table and black, or greys where there is
// no table.
func paletteOf(table []byte, transparent int) color.Palette {
	palette := make(color.Palette, 256)
	for i := range palette {
		c := color.RGBA{A: 0xff}
		switch {
		case table == nil:
			c = color.RGBA{R: uint8(i), G: uint8(i), B: uint8(i), A: 0xff}
		case 3*i < len(table):
			c = color.RGBA{R: table[3*i], G: table[3*i+1], B: table[3*i+2], A: 0xff}
		}
		palette[i] = c
	}
	if transparent >= 0 {
		palette[transparent] = color.RGBA{}
	}
	return palette
}
