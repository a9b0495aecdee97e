package testweb

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
)

// bombSide is the declared width and height of huge_pixels.
const bombSide = 30000

// bomb returns a small file that declares 900 million pixels, and its type.
// A JPEG only declares them; for all other formats it is a PNG that has them.
func (s *Server) bomb(format string) (mediaType string, data []byte, err error) {
	produce := pngBomb
	if format != "jpeg" {
		format = "png"
	} else {
		produce = jpegBomb
	}
	data, err = s.cache.get(content{format: format, bomb: true}, produce)
	return contentType(format), data, err
}

// jpegBomb is a tiny picture whose frame header was changed.
func jpegBomb() ([]byte, error) {
	data, err := Encode(Picture{Width: 64, Height: 64})
	if err != nil {
		return nil, err
	}
	sof0 := bytes.Index(data, []byte{0xff, 0xc0})
	if sof0 < 0 {
		return nil, fmt.Errorf("testweb: no frame header in a JPEG")
	}
	sides := data[sof0+5:] // behind marker, length and precision (ITU T.81, B.2.2)
	binary.BigEndian.PutUint16(sides, bombSide)
	binary.BigEndian.PutUint16(sides[2:], bombSide)
	return data, nil
}

// pngBomb is a valid PNG of 30000x30000 black pixels, one bit each. A
// decoder that believes it needs 0.9 to 3.6 GB.
func pngBomb() ([]byte, error) {
	pixels, err := deflatedZeros(bombSide, 1+(bombSide+7)/8) // filter type, bits
	if err != nil {
		return nil, fmt.Errorf("testweb: huge PNG: %w", err)
	}
	header := binary.BigEndian.AppendUint32(nil, bombSide)
	header = binary.BigEndian.AppendUint32(header, bombSide)
	header = append(header, 1, 0, 0, 0, 0) // one bit, grey, deflate, usual filters, not interlaced
	data := []byte("\x89PNG\r\n\x1a\n")
	data = appendChunk(data, "IHDR", header)
	data = appendChunk(data, "IDAT", pixels)
	return appendChunk(data, "IEND", nil), nil
}

// deflatedZeros returns a zlib stream (RFC 1950) of rows times width zeros; rows
// is a multiple of 1000. Only the first two thousand rows are compressed: what
// the second thousand became stands for each later one too, as all it
// refers back to are zeros.
func deflatedZeros(rows, width int) ([]byte, error) {
	const part = 1000
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	zeros := make([]byte, part*width)
	var ends [2]int
	for i := range ends {
		_, _ = z.Write(zeros) // a buffer takes every write
		_ = z.Flush()
		ends[i] = out.Len()
	}
	stream := append([]byte{0x78, 0xda}, out.Bytes()[:ends[0]]...)
	stream = append(stream, bytes.Repeat(out.Bytes()[ends[0]:ends[1]], rows/part-1)...)
	stream = append(stream, 1, 0, 0, 0xff, 0xff) // a last block of nothing (RFC 1951, 3.2.4)
	adler := uint32(rows*width%65521)<<16 | 1    // of so many zeros
	return binary.BigEndian.AppendUint32(stream, adler), nil
}

// appendChunk appends length, type, data and checksum of a PNG chunk.
func appendChunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	start := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}

// garbage returns 20 KB of random bytes that begin as a JPEG: magic, JFIF
// header and a quantisation table that no decoder can take (precision and
// number 15, where 1 and 3 are the most), followed, for readers that skip the
// table, by a reserved marker (ITU T.81, table B.1), lest chance makes something
// else of it.
func garbage(id uint64) []byte {
	const table = 64 // bytes behind precision and number
	data := []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\xff")
	random := rand.NewPCG(id, 0)
	for n := 0; len(data) < 20_000; n += 8 {
		if n == table {
			data = append(data, "\xff\x02"...)
		}
		data = binary.LittleEndian.AppendUint64(data, random.Uint64())
	}
	return data
}
