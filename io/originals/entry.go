package originals

import (
	"bytes"
	"encoding/binary"
)

// linkEntry is what the index has of a link.
type linkEntry struct {
	link    key
	picture key // or a Cause's
	unit    uint32
	offset  uint32 // of the link's record in the unit's lines
	length  uint32
	fetched int64 // Unix time in milliseconds
}

// pictureEntry is where a picture's bytes lie.
type pictureEntry struct {
	picture key
	unit    uint32
	offset  uint32 // in the unit's Parquet file
	length  uint32
}

// newer says which of two entries of a link counts, the same way on every machine.
func (e linkEntry) newer(than linkEntry) bool {
	if e.fetched != than.fetched {
		return e.fetched > than.fetched
	}
	return bytes.Compare(e.picture[:], than.picture[:]) > 0
}

const (
	linkEntryBytes    = 2*keyBytes + 20
	pictureEntryBytes = keyBytes + 12
)

var order = binary.BigEndian

func (e linkEntry) append(to []byte) []byte {
	to = append(append(to, e.link[:]...), e.picture[:]...)
	to = order.AppendUint32(order.AppendUint32(to, e.unit), e.offset)
	return order.AppendUint64(order.AppendUint32(to, e.length), uint64(e.fetched)) //nolint:gosec // it comes back as it was
}

func decodeLinkEntry(b []byte) linkEntry {
	n := b[2*keyBytes:]
	return linkEntry{
		link: key(b[:keyBytes]), picture: key(b[keyBytes : 2*keyBytes]),
		unit: order.Uint32(n), offset: order.Uint32(n[4:]), length: order.Uint32(n[8:]), fetched: int64(order.Uint64(n[12:])), //nolint:gosec // as it was
	}
}

func (e pictureEntry) append(to []byte) []byte {
	to = append(to, e.picture[:]...)
	return order.AppendUint32(order.AppendUint32(order.AppendUint32(to, e.unit), e.offset), e.length)
}

func decodePictureEntry(b []byte) pictureEntry {
	n := b[keyBytes:]
	return pictureEntry{picture: key(b[:keyBytes]), unit: order.Uint32(n), offset: order.Uint32(n[4:]), length: order.Uint32(n[8:])}
}
