package avifcrop

import "encoding/binary"

// box is one of the boxes that a file is made of: a length, a name, and contents.
type box struct {
	name string
	body []byte
	cut  bool // the data ends within it
}

// nextBox returns the box that begins data.
func nextBox(data []byte) (b box, rest []byte, ok bool) {
	if len(data) < 8 {
		return b, nil, false
	}
	length, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
	switch length {
	case 0: // up to the end of the file
		length = uint64(len(data))
	case 1:
		if len(data) < 16 {
			return b, nil, false
		}
		length, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if length < head {
		return b, nil, false
	}
	b.name, b.cut = string(data[4:8]), length > uint64(len(data))
	length = min(length, uint64(len(data)))
	b.body = data[head:length]
	return b, data[length:], true
}

// find returns the contents of the first box of that name.
func find(data []byte, name string) (body []byte, ok bool) {
	for len(data) > 0 {
		b, rest, ok := nextBox(data)
		if !ok {
			return nil, false
		}
		if b.name == name {
			return b.body, !b.cut
		}
		data = rest
	}
	return nil, false
}

// reader reads numbers off the contents of a box; beyond the end, they are 0 and
// failed is set.
type reader struct {
	data   []byte
	failed bool
}

// number reads a number of so many bytes, at most 8.
func (r *reader) number(bytes int) (v uint64) {
	if len(r.data) < bytes {
		r.data, r.failed = nil, true
		return 0
	}
	for _, c := range r.data[:bytes] {
		v = v<<8 | uint64(c)
	}
	r.data = r.data[bytes:]
	return v
}

// fullBox begins to read a box that starts with a version and flags.
func fullBox(body []byte) (r *reader, version, flags uint64) {
	r = &reader{data: body}
	return r, r.number(1), r.number(3)
}
