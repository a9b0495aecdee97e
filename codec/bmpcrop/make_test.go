package bmpcrop

import (
	"encoding/binary"
	"image"
	"math/rand/v2"
)

// variant is a bitmap file to make, of arbitrary pixels.
type variant struct {
	name        string
	header      int // its length
	bits        int
	compression uint32
	masks       []uint32
	size        image.Point // a negative height stores rows from the top
	colors      int         // of the palette
	used        uint32      // how many the header says there are
	pixels      []byte      // nil: arbitrary ones
	andBits     uint32      // what is kept of each arbitrary pixel of 32 bits; 0: all
	noPlace     bool        // the file does not say where the pixels begin
	reserved    uint32
}

func (v variant) rowBytes() int { return (v.size.X*v.bits + 31) / 32 * 4 }

// file makes the file.
func (v variant) file() []byte {
	le16, le32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	info := le32(nil, uint32(v.header))
	entry := 4
	if v.header == coreHeader {
		entry = 3
		info = le16(le16(info, uint16(v.size.X)), uint16(v.size.Y))
		info = le16(le16(info, 1), uint16(v.bits))
	} else {
		info = le32(le32(info, uint32(v.size.X)), uint32(v.size.Y))
		info = le16(le16(info, 1), uint16(v.bits))
		info = le32(le32(info, v.compression), 0)
		info = le32(le32(info, 2835), 2835)
		info = le32(le32(info, v.used), 0)
	}
	if v.header > infoHeader && v.header != os2Header {
		for _, mask := range v.masks {
			info = le32(info, mask)
		}
	}
	info = append(info, make([]byte, max(v.header-len(info), 0))...)[:v.header]
	if v.header == infoHeader && v.compression == bitFields {
		for _, mask := range v.masks[:3] {
			info = le32(info, mask)
		}
	}
	dice := rand.New(rand.NewPCG(3, uint64(v.bits)))
	for range v.colors {
		color := []byte{byte(dice.Uint32()), byte(dice.Uint32()), byte(dice.Uint32()), 0}
		info = append(info, color[:entry]...)
	}
	place := uint32(fileHeader + len(info))
	if v.noPlace {
		place = 0
	}
	head := le32(append([]byte("BM"), 0, 0, 0, 0), v.reserved)
	return append(append(le32(head, place), info...), v.data(dice)...)
}

func (v variant) data(dice *rand.Rand) []byte {
	if v.pixels != nil {
		return v.pixels
	}
	data := make([]byte, v.rowBytes()*max(v.size.Y, -v.size.Y))
	for i := range data {
		data[i] = byte(dice.Uint32())
	}
	if v.andBits != 0 {
		for i := 0; i+4 <= len(data); i += 4 {
			binary.LittleEndian.PutUint32(data[i:], binary.LittleEndian.Uint32(data[i:])&v.andBits)
		}
	}
	return data
}

// variants are of kinds that Pillow reads.
func variants() []variant {
	size := image.Pt(13, 7)
	rgb565, rgb555 := []uint32{0xf800, 0x7e0, 0x1f, 0}, []uint32{0x7c00, 0x3e0, 0x1f, 0}
	bgrx, rgbx := []uint32{0xff0000, 0xff00, 0xff, 0}, []uint32{0xff000000, 0xff0000, 0xff00, 0}
	var all []variant
	for _, bits := range []int{1, 4, 8} {
		n := 1 << bits
		all = append(all,
			variant{name: "OS/2", header: 12, bits: bits, size: size, colors: n},
			variant{name: "Windows", header: 40, bits: bits, size: size, colors: n},
			variant{name: "from the top", header: 40, bits: bits, size: image.Pt(13, -7), colors: n},
			variant{name: "V5", header: 124, bits: bits, size: size, colors: n, used: uint32(n)},
			variant{name: "a hot spot", header: 40, bits: bits, size: size, colors: n, used: uint32(n), reserved: 0x00100010},
			variant{name: "no place", header: 40, bits: bits, size: size, colors: n, noPlace: true},
		)
	}
	for _, header := range []int{40, 52, 56, 108, 124} {
		all = append(all,
			variant{name: "555", header: header, bits: 16, size: size},
			variant{name: "24", header: header, bits: 24, size: size},
			variant{name: "32", header: header, bits: 32, size: size},
			variant{name: "32, fourth byte 0", header: header, bits: 32, size: size, andBits: 0xffffff},
			variant{name: "565 by fields", header: header, bits: 16, compression: bitFields, masks: rgb565, size: size},
			variant{name: "555 by fields", header: header, bits: 16, compression: bitFields, masks: rgb555, size: size},
			variant{name: "bgrx by fields", header: header, bits: 32, compression: bitFields, masks: bgrx, size: size},
			variant{name: "rgbx by fields", header: header, bits: 32, compression: bitFields, masks: rgbx, size: size},
		)
	}
	all = append(all,
		variant{name: "OS/2", header: 12, bits: 24, size: size},
		variant{name: "OS/2 2.x", header: 64, bits: 24, size: size},
		variant{name: "rle8", header: 40, bits: 8, compression: rle8, size: image.Pt(6, 4), colors: 256, pixels: []byte{
			6, 9, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 1, 7, 0, 0, 2, 3, 0, 2, 2, 0, 2, 8, 0, 0, 9, 1, 0, 1,
		}},
		variant{name: "rle8 from the top", header: 40, bits: 8, compression: rle8, size: image.Pt(6, -4), colors: 256, pixels: []byte{6, 9, 0, 0, 6, 3, 0, 0, 6, 8, 0, 0, 2, 1, 4, 5, 0, 1}},
		variant{name: "rle4", header: 40, bits: 4, compression: rle4, size: image.Pt(6, 3), colors: 16, pixels: []byte{
			6, 0x9a, 0, 0, 0, 5, 0x12, 0x34, 0x50, 0, 1, 0x70, 0, 0, 6, 0x33, 0, 1,
		}},
	)
	return all
}
