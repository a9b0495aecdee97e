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

// read walks over the chunks of a picture to its end, and checks what image/png
// does: the order of those that are known, their lengths, and every sum. What
// is behind IEND is not looked at.
func (f *file) read(data []byte) error {
	if len(data) < len(signature) {
		return errShort
	}
	if string(data[:len(signature)]) != signature {
		return FormatError("no signature")
	}
	for data = data[len(signature):]; f.stage != seenIEND; {
		if len(data) < 8 {
			return errShort
		}
		length, kind := binary.BigEndian.Uint32(data), string(data[4:8])
		if err := f.checkPlace(kind, length); err != nil {
			return err
		}
		if uint64(len(data)) < 12+uint64(length) {
			return errShort
		}
		body, end := data[8:8+length], 8+length
		if crc32.ChecksumIEEE(data[4:end]) != binary.BigEndian.Uint32(data[end:]) {
			return FormatError("a chunk with a wrong checksum")
		}
		if err := f.chunk(kind, body); err != nil {
			return err
		}
		data = data[end+4:]
	}
	return nil
}

// checkPlace checks what the head of a chunk tells.
func (f *file) checkPlace(kind string, length uint32) error {
	inOrder, fits := true, length <= math.MaxInt32
	switch kind {
	case "IHDR":
		inOrder, fits = f.stage == start, length == 13
	case "PLTE":
		inOrder = f.stage == seenIHDR
		fits = length > 0 && length%3 == 0 && int64(length) <= 3*min(256, int64(1)<<f.depth)
	case "tRNS":
		inOrder, fits = f.checkTransparency(length)
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

func (f *file) checkTransparency(length uint32) (inOrder, fits bool) {
	switch f.kind {
	case paletted:
		return f.stage == seenPLTE, length <= 256
	case rgb:
		return f.stage == seenIHDR || f.stage == seenPLTE, length == 6
	case gray:
		return f.stage == seenIHDR, length == 2
	}
	return false, false
}

// chunk takes over one chunk.
func (f *file) chunk(kind string, body []byte) (err error) {
	switch kind {
	case "IHDR":
		f.stage = seenIHDR
		f.header, err = readHeader(body)
		return err
	case "PLTE":
		if f.kind == gray || f.kind == grayAlpha {
			return FormatError("a palette in a grey picture")
		}
		f.stage, f.palette = seenPLTE, body
	case "tRNS":
		f.stage, f.transparent, f.hasAlpha = seenTRNS, body, true
	case "IDAT":
		if f.stage != behindIDAT {
			f.stage, f.parts = seenIDAT, append(f.parts, body)
		}
	case "IEND":
		f.stage = seenIEND
	default:
		if f.stage == seenIDAT {
			f.stage = behindIDAT
		}
	}
	return nil
}
