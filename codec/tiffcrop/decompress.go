package tiffcrop

import (
	"bytes"
	"errors"
	"io"
	"math/bits"

	"golang.org/x/image/ccitt"

	"github.com/beamcrop/beamcrop/codec/inflate"
	"github.com/beamcrop/beamcrop/codec/lzw"
)

// The compressions.
const (
	uncompressed     = 1
	compressedG3     = 3
	compressedG4     = 4
	compressedLZW    = 5
	compressedJPEG   = 7
	compressedZip    = 8
	compressedOldZip = 32946
	compressedRuns   = 32773
)

// decompress fills rows with the first rows of a block.
func (l *layout) decompress(rows, data []byte) error {
	if l.compression == compressedG3 || l.compression == compressedG4 {
		return l.decompressFax(rows, data)
	}
	if l.reversed {
		data = reversed(data)
	}
	var n int
	switch l.compression {
	case uncompressed:
		n = copy(rows, data)
	case compressedRuns:
		n = unpackRuns(rows, data)
	case compressedLZW:
		var err error
		n, err = new(lzw.Decoder).Decode(rows, data, lzw.TIFF)
		if errors.Is(err, lzw.ErrFormat) {
			return FormatError(err.Error())
		}
	case compressedZip, compressedOldZip:
		return inflateRows(rows, data)
	default:
		return unsupported("compression %d", l.compression)
	}
	if n < len(rows) {
		return short("the pixels")
	}
	return nil
}

func reversed(data []byte) []byte {
	out := make([]byte, len(data))
	for i, v := range data {
		out[i] = bits.Reverse8(v)
	}
	return out
}

// unpackRuns undoes PackBits (TIFF 6.0, section 9): a count of bytes that follow as
// they are, or of how often one is repeated.
func unpackRuns(to, from []byte) (n int) {
	for len(from) > 1 && n < len(to) {
		count, rest := int(int8(from[0])), from[1:]
		switch {
		case count >= 0:
			rest = rest[:min(count+1, len(rest))]
			n += copy(to[n:], rest)
			from = from[1+len(rest):]
		case count == -128:
			from = rest
		default:
			run := to[n:min(n+1-count, len(to))]
			for i := range run {
				run[i] = rest[0]
			}
			n, from = n+len(run), rest[1:]
		}
	}
	return n
}

func inflateRows(rows, data []byte) error {
	var in inflate.Reader
	err := in.Reset([][]byte{data}, false)
	for err == nil && len(rows) > 0 {
		var piece []byte
		piece, err = in.Next(len(rows))
		rows = rows[copy(rows, piece):]
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return short("the pixels")
	}
	return FormatError(err.Error())
}

// decompressFax undoes CCITT's compressions. Whatever the picture means by it, a
// white run is made of zeros.
func (l *layout) decompressFax(rows, data []byte) error {
	kind, order := ccitt.Group4, ccitt.MSB
	if l.compression == compressedG3 {
		if l.one(tagT4Options, 0)&1 != 0 {
			return unsupported("CCITT Group 3 in two dimensions")
		}
		kind = ccitt.Group3
	}
	if l.reversed {
		order = ccitt.LSB
	}
	if l.bits != 1 || l.together() != 1 {
		return FormatError("CCITT compression of more than one bit a pixel")
	}
	in := ccitt.NewReader(bytes.NewReader(data), order, kind, l.block.X, len(rows)/l.rowBytes(), &ccitt.Options{Invert: true})
	switch _, err := io.ReadFull(in, rows); {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return short("the pixels")
	default:
		return FormatError(err.Error())
	}
}
