package tiffcrop

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// directory is a file's first directory of fields.
type directory struct {
	file  []byte
	order binary.ByteOrder
	big   bool             // BigTIFF: places and counts have 8 bytes
	field map[uint16]field // by tag, those that are used here; the first of each counts
}

// field is the values of a tag.
type field struct {
	kind  uint16
	count uint64
	data  []byte
}

// readDirectory reads the header and the first directory.
func readDirectory(file []byte) (*directory, error) {
	d := &directory{file: file, field: map[uint16]field{}}
	if len(file) < 8 {
		return nil, short("the header")
	}
	switch string(file[:2]) {
	case "II":
		d.order = binary.LittleEndian
	case "MM":
		d.order = binary.BigEndian
	default:
		return nil, FormatError("no signature")
	}
	place := uint64(d.order.Uint32(file[4:]))
	switch d.order.Uint16(file[2:]) {
	case 42:
	case 43:
		if len(file) < 16 {
			return nil, short("the header")
		}
		d.big, place = true, d.order.Uint64(file[8:])
	default:
		return nil, FormatError("no signature")
	}
	return d, d.readFields(d.from(place))
}

// from returns the file from a place on.
func (d *directory) from(place uint64) []byte {
	return d.file[min(place, uint64(len(d.file))):]
}

// readFields reads the entries of the directory that begins data: tag, kind,
// count, and the values or their place.
func (d *directory) readFields(data []byte) error {
	count, entry, inline := 2, 12, 4
	if d.big {
		count, entry, inline = 8, 20, 8
	}
	if len(data) < count {
		return short("the directory")
	}
	n := uint64(d.order.Uint16(data))
	if d.big {
		n = d.order.Uint64(data)
	}
	for data = data[count:]; n > 0; n, data = n-1, data[entry:] {
		if len(data) < entry {
			return short("the directory")
		}
		tag := d.order.Uint16(data)
		if _, again := d.field[tag]; again || !slices.Contains(tags, tag) {
			continue
		}
		f, err := d.readField(data[2:entry], inline)
		if err != nil {
			return fmt.Errorf("field %d: %w", tag, err)
		}
		d.field[tag] = f
	}
	return nil
}

func (d *directory) readField(data []byte, inline int) (field, error) {
	f := field{kind: d.order.Uint16(data), count: uint64(d.order.Uint32(data[2:]))}
	f.data = data[len(data)-inline:]
	place := uint64(d.order.Uint32(f.data))
	if d.big {
		f.count, place = d.order.Uint64(data[2:]), d.order.Uint64(f.data)
	}
	size := sizes[f.kind]
	if size == 0 {
		return f, FormatError("values that are no integers")
	}
	if f.count > uint64(len(d.file)) {
		return f, FormatError("more values than the file has bytes")
	}
	if size*f.count > uint64(inline) {
		f.data = d.from(place)
	}
	if uint64(len(f.data)) < size*f.count {
		return f, short("its values")
	}
	f.data = f.data[:size*f.count]
	return f, nil
}

// sizes are those of the kinds of integers, and of bytes without meaning.
var sizes = map[uint16]uint64{1: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 13: 4, 16: 8, 18: 8}

// all returns the values of a tag, none where it is missing.
func (d *directory) all(tag uint16) []uint64 {
	f := d.field[tag]
	var out []uint64
	for data := f.data; len(data) > 0; data = data[sizes[f.kind]:] {
		switch sizes[f.kind] {
		case 1:
			out = append(out, uint64(data[0]))
		case 2:
			out = append(out, uint64(d.order.Uint16(data)))
		case 4:
			out = append(out, uint64(d.order.Uint32(data)))
		case 8:
			out = append(out, d.order.Uint64(data))
		}
	}
	return out
}

// one returns the first value of a tag, or another where there is none.
func (d *directory) one(tag uint16, missing uint64) uint64 {
	if values := d.all(tag); len(values) > 0 {
		return values[0]
	}
	return missing
}
