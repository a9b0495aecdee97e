// Package lzw decompresses LZW data that lies in memory, as GIF and TIFF use it.
//
// It imports the standard library only. Output goes straight into the caller's
// memory, and an entry of the table is a place in it: the string of a code is
// always a piece of what was already written. That makes it several times as
// fast as compress/lzw, which chains bytes and reverses them.
//
// The formats are those of GIF89a (appendix F) and TIFF 6.0 (section 13).
package lzw

import (
	"encoding/binary"
	"errors"
	"io"
)

// Variant says how codes are packed.
type Variant struct {
	// LitWidth is the number of bits of a literal, 1 to 11; of more than 8 the lowest
	// count.
	LitWidth int
	// MSB packs codes from the highest bit of each byte down, as TIFF does; GIF
	// begins at the lowest.
	MSB bool
	// Early lengthens codes one code sooner than need be, as TIFF does.
	Early bool
}

// TIFF is the variant of TIFF files.
var TIFF = Variant{LitWidth: 8, MSB: true, Early: true}

// ErrFormat is returned for a code that means nothing.
var ErrFormat = errors.New("lzw: a code that means nothing")

const maxWidth = 12

// entry is the string of a code: a piece of the output.
type entry struct{ start, length int32 }

// Decoder holds the table, so that it can be used again. Its zero value is
// ready.
type Decoder struct {
	table [1 << maxWidth]entry
}

// Decode decompresses src into dst, of less than 2 GiB, until dst is full or the
// end code comes, and returns how many bytes it wrote. The error is
// [io.ErrUnexpectedEOF] if src ends first, or [ErrFormat].
func (d *Decoder) Decode(dst, src []byte, v Variant) (n int, err error) {
	var (
		clearCode = 1 << v.LitWidth
		width     = v.LitWidth + 1
		early     = 0
		next      = clearCode + 1 // the code whose string the next one completes
		previous  = entry{}       // its beginning; empty behind a clear code
		codes     = codeReader{src: src, msb: v.MSB}
	)
	if v.Early {
		early = 1
	}
	for n < len(dst) {
		code, ok := codes.next(width)
		if !ok {
			return n, io.ErrUnexpectedEOF
		}
		if code == clearCode {
			width, next, previous = v.LitWidth+1, clearCode+1, entry{}
			continue
		}
		if code == clearCode+1 {
			return n, nil
		}
		known := next < len(d.table) && previous.length > 0
		if known { // its last byte is the first of this code's string
			d.table[next] = entry{previous.start, previous.length + 1}
		}
		s := entry{int32(n), 1}
		switch {
		case code < clearCode:
			dst[n] = byte(code)
		case code < next || code == next && known:
			s.length = min(d.table[code].length, int32(len(dst)-n))
			repeat(dst, n, int(d.table[code].start), int(s.length))
		default:
			return n, ErrFormat
		}
		n += int(s.length)
		previous = s
		if next < len(d.table) {
			next++
		}
		if next+early >= 1<<width && width < maxWidth {
			width++
		}
	}
	return n, nil
}

// repeat copies length bytes of b from one place to a later one. They may reach
// into what is being written, by a byte.
// Most are short, and eight bytes are as quick as one; what is too much is
// overwritten by what comes next.
func repeat(b []byte, to, from, length int) {
	if length <= 8 && to+8 <= len(b) {
		binary.LittleEndian.PutUint64(b[to:], binary.LittleEndian.Uint64(b[from:]))
	} else {
		copy(b[to:to+length], b[from:from+length])
	}
	if from+length > to {
		b[to+length-1] = b[from]
	}
}
