package pngcrop

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"
)

// FuzzDecode holds arbitrary chunks to image/png. It mends their sums first,
// without which hardly a change would get beyond them.
func FuzzDecode(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data, uint16(3), uint16(5), uint16(20), uint16(30))
		f.Add(data, uint16(0), uint16(0), uint16(65535), uint16(65535))
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for _, s := range samples() {
		s.width, s.height, s.filter, s.idat = 13, 7, -1, 40
		f.Add(s.encode(f, s.rows(dice)), uint16(1), uint16(2), uint16(9), uint16(3))
		s.interlaced = true
		f.Add(s.encode(f, s.rows(dice)), uint16(1), uint16(2), uint16(9), uint16(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, x, y, w, h uint16) {
		for _, data := range [][]byte{data, mended(data)} {
			if r, whole := rectangleOf(data, x, y, w, h); !r.Empty() {
				hold(t, data, whole, r, image.Rect(r.Min.X, r.Min.Y, r.Max.X, whole.Max.Y))
			}
		}
	})
}

// rectangleOf makes a rectangle of a picture of four numbers, if it is not too
// large.
func rectangleOf(data []byte, x, y, w, h uint16) (r, whole image.Rectangle) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width*c.Height > 1<<16 {
		return r, whole
	}
	whole = image.Rect(0, 0, c.Width, c.Height)
	corner := image.Pt(int(x)%c.Width, int(y)%c.Height)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(int(w)+1, int(h)+1))}.Intersect(whole), whole
}

// mended returns data with the right sum in each chunk.
func mended(data []byte) []byte {
	data = bytes.Clone(data)
	for rest := data[min(8, len(data)):]; len(rest) >= 12; {
		n := uint64(binary.BigEndian.Uint32(rest))
		if uint64(len(rest)) < 12+n {
			break
		}
		binary.BigEndian.PutUint32(rest[8+n:], crc32.ChecksumIEEE(rest[4:8+n]))
		rest = rest[12+n:]
	}
	return data
}
