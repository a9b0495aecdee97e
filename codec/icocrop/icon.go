package icocrop

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	directory = 6 // reserved, 1 for icons or 2 for cursors, how many entries
	entrySize = 16
	pngMagic  = "\x89PNG\r\n\x1a\n"
)

// Is reports whether data begins like an icon or a cursor: few other formats
// begin with zeros, and then the first entry makes no sense.
func Is(data []byte) bool {
	if len(data) < directory+entrySize || data[0]|data[1]|data[3] != 0 || data[2] != 1 && data[2] != 2 {
		return false
	}
	n, first := int(binary.LittleEndian.Uint16(data[4:])), entry(data[directory:])
	return n > 0 && first[3] == 0 && int64(first.offset()) >= int64(directory+n*entrySize)
}

// entry describes one of the pictures: width and height in a byte each, where 0
// is 256; colours; 0; planes and bits, or a cursor's hot spot; length; place.
type entry []byte

func (e entry) pixels() int    { return (int(e[0]-1) + 1) * (int(e[1]-1) + 1) }
func (e entry) bits() int      { return int(binary.LittleEndian.Uint16(e[6:])) }
func (e entry) offset() uint32 { return binary.LittleEndian.Uint32(e[12:]) }

// Largest returns the picture of the most pixels, and of those the one of the most
// bits, in the icon in data, and what follows it there. It is a PNG file if isPNG, else a bitmap that
// bmpcrop.DecodeIcon decodes. The error wraps [io.ErrUnexpectedEOF].
func Largest(data []byte) (picture []byte, isPNG bool, err error) {
	if !Is(data) {
		return nil, false, fmt.Errorf("icocrop: no icon")
	}
	n, isCursor := int(binary.LittleEndian.Uint16(data[4:])), data[2] == 2
	rest, best := data[directory:], entry(nil)
	for ; n > 0 && len(rest) >= entrySize; n, rest = n-1, rest[entrySize:] {
		e := entry(rest[:entrySize])
		larger := best == nil || e.pixels() > best.pixels()
		if larger || !isCursor && e.pixels() == best.pixels() && e.bits() > best.bits() {
			best = e
		}
	}
	if int64(best.offset()) >= int64(len(data)) {
		return nil, false, fmt.Errorf("icocrop: the data ends before the largest picture: %w", io.ErrUnexpectedEOF)
	}
	picture = data[best.offset():] // some writers state too short a length
	return picture, bytes.HasPrefix(picture, []byte(pngMagic)), nil
}
