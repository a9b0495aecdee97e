package charset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// Evidence counts what tells UTF-8 from Windows-1252 in a text that grows. Its zero
// value is that of an empty text.
//
// A text in which some rows are damaged must not be taken for Windows-1252, in
// which any bytes mean something; nor must other encodings, such as Windows-1251 or
// GB18030. So Windows-1252 is what has next to no UTF-8 in it, and whose letters
// beyond ASCII mostly stand alone between others, as accented ones do.
type Evidence struct {
	characters int64 // of UTF-8, beyond ASCII
	bytes      int64 // that are part of no UTF-8
	adjacent   int64 // of these, those behind another one
	unusual    int64 // of these, those that are rare or nothing in Windows-1252
	last       bool  // the last byte was one of these
	cut        []byte
}

// Add adds what comes next of the text.
func (e *Evidence) Add(text []byte) {
	if len(e.cut) > 0 {
		text = append(e.cut, text...)
		e.cut = nil
	}
	for {
		skipped := ascii(text)
		if skipped > 0 {
			e.last = false
		}
		if text = text[skipped:]; len(text) == 0 {
			return
		}
		if !utf8.FullRune(text) {
			e.cut = bytes.Clone(text) // it may go on in the next text
			return
		}
		r, size := utf8.DecodeRune(text)
		e.count(text[0], r == utf8.RuneError && size == 1)
		text = text[size:]
	}
}

func (e *Evidence) count(first byte, bad bool) {
	if !bad {
		e.characters++
		e.last = false
		return
	}
	e.bytes++
	if e.last {
		e.adjacent++
	}
	if unusual(first) {
		e.unusual++
	}
	e.last = true
}

// Encoding returns UTF8 or Windows1252.
func (e *Evidence) Encoding() string {
	stray := e.bytes + int64(len(e.cut))
	western := e.adjacent*2 < stray && e.unusual*4 < stray
	if stray > 0 && e.characters*20 <= stray && western {
		return Windows1252
	}
	return UTF8
}

// unusual says whether a byte is a letter or a sign that hardly any text in
// Windows-1252 has, though it is a frequent letter in other encodings.
func unusual(c byte) bool {
	switch c {
	case 0x80, 0x82, 0x84, 0x85, 0x8a, 0x8b, 0x8c, 0x99, 0x9a, 0x9b, 0x9c: // the euro, quotes, an ellipsis, Š, Œ, a trade mark
		return false
	}
	return c < 0x91 || c > 0x97 && c < 0xa0 // between them are quotes, dashes and a bullet
}

// ascii returns how many bytes there are before the first that is not ASCII.
func ascii(text []byte) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		if binary.LittleEndian.Uint64(text[i:])&0x8080808080808080 != 0 {
			break
		}
	}
	for i < len(text) && text[i] < utf8.RuneSelf {
		i++
	}
	return i
}
