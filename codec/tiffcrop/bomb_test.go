package tiffcrop

import (
	"encoding/binary"
	"errors"
	"image"
	"strings"
	"testing"
)

// stripsOf returns a grey TIFF of 1 x n pixels in n strips of one row, which
// are all the very same bytes of the file.
func stripsOf(n, compression uint32, strip string) []byte {
	const tables = 8 + 2 + 9*12 + 4
	offsets, counts := uint32(tables), tables+4*n
	entries := [][3]uint32{ // tag, count, value
		{256, 1, 1}, {257, 1, n}, {258, 1, 8}, {259, 1, compression}, {262, 1, 1},
		{273, n, offsets}, {277, 1, 1}, {278, 1, 1}, {279, n, counts},
	}
	le16, le32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	data := le16([]byte("II*\x00\x08\x00\x00\x00"), uint16(len(entries)))
	for _, e := range entries {
		data = le16(le16(data, uint16(e[0])), 4) // LONG
		data = le32(le32(data, e[1]), e[2])
	}
	data = le32(data, 0)
	for range n {
		data = le32(data, counts+4*n)
	}
	for range n {
		data = le32(data, uint32(len(strip)))
	}
	return append(data, strip...)
}

// TestBlockBombs feeds pictures of few pixels that would take long to decode.
func TestBlockBombs(t *testing.T) {
	const packBits, nothing, one = 32773, "\x80", "\x00\x07"
	all := image.Rect(0, 0, 1, 300)
	if _, err := Decode(stripsOf(300, packBits, one), all); err != nil {
		t.Fatalf("an honest picture of that kind: %v", err)
	}
	for name, data := range map[string][]byte{
		"strips that each span the file": stripsOf(300, packBits, strings.Repeat(nothing, 100_000)+one),
		"very many strips":               stripsOf(maxBlocks+1, 1, one[1:]),
	} {
		t.Run(name, func(t *testing.T) {
			var format FormatError
			if _, err := Decode(data, all); !errors.As(err, &format) {
				t.Errorf("got %v", err)
			}
		})
	}
}
