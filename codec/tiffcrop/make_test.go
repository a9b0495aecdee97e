package tiffcrop

import (
	"encoding/binary"
	"maps"
	"slices"
)

// tiffOf makes a little-endian file of fields of one value each, and the strip's
// place behind them.
func tiffOf(fields map[uint32]uint32, strip string) []byte {
	le16, le32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	fields[tagStripOffsets] = uint32(8 + 2 + 12*(len(fields)+1) + 4)
	data := le16([]byte("II*\x00\x08\x00\x00\x00"), uint16(len(fields)))
	for _, tag := range slices.Sorted(maps.Keys(fields)) {
		data = le16(le16(data, uint16(tag)), 4) // LONG
		data = le32(le32(data, 1), fields[tag])
	}
	return append(le32(data, 0), strip...)
}

// bigTIFF makes a big-endian BigTIFF of one grey pixel.
func bigTIFF() []byte {
	be16, be64 := binary.BigEndian.AppendUint16, binary.BigEndian.AppendUint64
	fields := [][2]uint64{{256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {273, 0}, {277, 1}, {278, 1}, {279, 1}}
	data := be64([]byte("MM\x00\x2b\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10"), uint64(len(fields)))
	end := uint64(16 + 8 + 20*len(fields) + 8)
	for _, f := range fields {
		if f[0] == tagStripOffsets {
			f[1] = end
		}
		data = be64(be64(be16(be16(data, uint16(f[0])), 16), 1), f[1]) // LONG8
	}
	return append(be64(data, 0), 7)
}
