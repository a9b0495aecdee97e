package crop

import "encoding/binary"

// tiffDirectory is the first directory of a TIFF file: at the place that the
// file's header names, a count and so many entries of 12 bytes, each a tag, a
// type, a count of values and the values or their place (TIFF 6.0, section 2).
type tiffDirectory struct {
	order   binary.ByteOrder
	file    []byte
	entries []byte // whole ones
}

// tiffEntry is a directory's entry; its value has 4 bytes.
type tiffEntry struct {
	kind  uint16
	count uint32
	value []byte
}

// tiffDirectoryOf returns an empty directory if there is none.
func tiffDirectoryOf(file []byte) tiffDirectory {
	d := tiffDirectory{order: binary.BigEndian, file: file}
	if len(file) < 8 {
		return d
	}
	switch string(file[:4]) {
	case "II*\x00":
		d.order = binary.LittleEndian
	case "MM\x00*":
	default:
		return d
	}
	place := int64(d.order.Uint32(file[4:]))
	if place > int64(len(file)-2) {
		return d
	}
	entries := file[place+2:]
	there := min(int(d.order.Uint16(file[place:])), len(entries)/12)
	d.entries = entries[:12*there]
	return d
}

// find returns the first entry of that tag.
func (d tiffDirectory) find(tag uint16) (tiffEntry, bool) {
	for e := d.entries; len(e) > 0; e = e[12:] {
		if d.order.Uint16(e) == tag {
			return tiffEntry{kind: d.order.Uint16(e[2:]), count: d.order.Uint32(e[4:]), value: e[8:12]}, true
		}
	}
	return tiffEntry{}, false
}
