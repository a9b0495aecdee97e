package pngcrop

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

// repaired returns a picture without what this package ignores and image/png does
// not: chunks of text and the like that are damaged, palettes and transparent
// colours where they do not belong, and data behind the rows; and with an end. It
// returns data as it is where more than that is wrong.
func repaired(data []byte) []byte {
	for len(data) >= 33 && string(data[12:16]) != "IHDR" { // it may stand behind others
		first := 12 + uint64(binary.BigEndian.Uint32(data[8:]))
		if uint64(len(data)) < 8+first || data[12]&0x20 == 0 {
			return data
		}
		data = append([]byte(signature), data[8+first:]...)
	}
	if len(data) < 33 {
		return data
	}
	kind, depth := data[25], data[24]
	out, pixels := bytes.Clone(data[:33]), []byte(nil)
	palette, transparent, begun, done := false, false, false, false
	for rest := data[33:]; len(rest) >= 8; {
		n, name := uint64(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		whole := uint64(len(rest)) >= 12+n
		body := rest[8:min(8+n, uint64(len(rest)))]
		intact := whole && crc32.ChecksumIEEE(rest[4:8+n]) == binary.BigEndian.Uint32(rest[8+n:])
		switch {
		case name == "IDAT":
			if done {
				break
			}
			if n > math.MaxInt32 {
				return finished(out, pixels, data, false)
			}
			pixels = append(pixels, body...)
			begun = true
			if whole && !intact {
				return data
			}
		case name == "PLTE" && kind != 3:
		case name == "PLTE" && !palette && !transparent && !begun && intact && len(body)%3 == 0 && len(body) <= 768:
			palette = true
			out = appendChunk(out, name, body[:min(len(body), 3<<min(depth, 8))])
		case name == "tRNS":
			fits := kind == 3 && palette && n <= 256 || kind == 2 && n == 6 || kind == 0 && n == 2
			if fits && !transparent && intact && !begun {
				transparent = true
				out = appendChunk(out, name, body)
			}
		case name == "IEND" && intact && n == 0:
			return finished(out, pixels, data, true)
		case name[0]&0x20 != 0 && !intact && whole:
			done = begun
		case !whole:
			return finished(out, pixels, data, false)
		case intact && name != "PLTE" && name != "IHDR" && name != "IEND" && name != "CgBI":
			done = begun
		case begun:
			return finished(out, pixels, data, false)
		default:
			return data
		}
		if name == "PLTE" || name == "tRNS" {
			done = begun
		}
		if !whole {
			return finished(out, pixels, data, false)
		}
		rest = rest[12+n:]
	}
	return finished(out, pixels, data, false)
}

// finished appends the rows that the header asks for, if they are there; and no
// more than these, if the file does not end as it should.
func finished(out, pixels, data []byte, ends bool) []byte {
	f := file{}
	if f.read(data, seenIHDR) != nil {
		return data
	}
	size := int64(0)
	for _, p := range passes {
		if !f.interlaced {
			size = int64(f.height) * int64(1+f.rowBytes(f.width))
			break
		}
		if n := p.size(f.width, f.height); n.X > 0 {
			size += int64(n.Y) * int64(1+f.rowBytes(n.X))
		}
	}
	in, err := zlib.NewReader(bytes.NewReader(pixels))
	if err != nil {
		return data
	}
	if size > 1<<24 {
		return data
	}
	rows := make([]byte, size)
	if _, err := io.ReadFull(in, rows); err != nil {
		return data
	}
	switch n, err := io.ReadFull(in, make([]byte, 1)); {
	case n == 1 && !ends, n == 0 && !errors.Is(err, io.EOF):
		return data
	}
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	_, _ = w.Write(rows) // to memory
	_ = w.Close()
	return appendChunk(appendChunk(out, "IDAT", buf.Bytes()), "IEND", nil)
}
