package crop

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
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

// TestStripBombs feeds pictures of few pixels that take long to decode.
func TestStripBombs(t *testing.T) {
	const packBits, nothing, one = 32773, "\x80", "\x00\x07"
	if _, err := Crop(stripsOf(300, packBits, one), nil, defaults()); err != nil {
		t.Fatalf("an honest picture of that kind: %v", err)
	}
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"strips that each span the file": {stripsOf(300, packBits, strings.Repeat(nothing, 100_000)+one), "has strips or tiles of"},
		"very many strips":               {stripsOf(maxBlocks+1, 1, one[1:]), "more than 65536"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Crop(tt.data, nil, defaults())
			wantReason(t, err, reason.Decode)
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

// TestSeparatePlanes refuses what the decoder would take for another picture.
func TestSeparatePlanes(t *testing.T) {
	data := slices.Clone(fixture(t, "raw.tif"))
	planes, ok := tiffDirectoryOf(data).find(284)
	if !ok {
		t.Fatal("the fixture does not tell how its colours lie")
	}
	tiffDirectoryOf(data).order.PutUint16(planes.value, 2)
	_, err := Crop(data, nil, defaults())
	wantReason(t, err, reason.Unsupported)
}

func TestTIFFSum(t *testing.T) {
	file := []byte("II*\x00\x08\x00\x00\x00\x00\x00\x01\x00\x02\x00\x03\x00\xff\xff\xff\xff")
	for _, tt := range []struct {
		name  string
		entry tiffEntry
		want  int64
	}{
		{"one byte", tiffEntry{1, 1, []byte{5, 9, 9, 9}}, 5},
		{"two shorts", tiffEntry{3, 2, []byte{5, 0, 6, 0}}, 11},
		{"shorts elsewhere", tiffEntry{3, 3, []byte{10, 0, 0, 0}}, 6},
		{"limited to the file", tiffEntry{4, 2, []byte{16, 0, 0, 0}}, 20},
		{"beyond the end", tiffEntry{4, 200, []byte{0xff, 0, 0, 0}}, 0},
		{"more than there is", tiffEntry{4, 0xffffffff, []byte{16, 0, 0, 0}}, 20},
		{"text", tiffEntry{2, 4, []byte{5, 5, 5, 5}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tiffDirectoryOf(file); len(got.entries) != 0 {
				t.Errorf("entries %v", got.entries)
			} else if sum := got.sum(tt.entry); sum != tt.want {
				t.Errorf("got %d, want %d", sum, tt.want)
			}
		})
	}
}
