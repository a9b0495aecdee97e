package page

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// maxBlock is how many values a block of deltas may have.
const maxBlock = 1 << 16

// deltas checks that data starts with n integers in the encoding
// DELTA_BINARY_PACKED, and returns how many bytes they have. Where they are the
// lengths of texts, it adds them up.
func deltas(data []byte, n int, lengths *int64) (size int, err error) {
	in := varints{data: data}
	block, minis, total := in.unsigned(), in.unsigned(), in.unsigned()
	value := in.signed()
	switch {
	case in.err != nil:
		return 0, in.err
	case total != uint64(n):
		return 0, fmt.Errorf("%d were written", total)
	case block == 0 || block%128 != 0 || block > maxBlock || minis == 0 || block%minis != 0 || block/minis%32 != 0:
		return 0, fmt.Errorf("blocks of %d in %d parts", block, minis)
	}
	if lengths != nil {
		*lengths += int64(uint32(value)) // a negative length is a large one then
	}
	for left := n - 1; left > 0; {
		least := in.signed()
		widths := in.bytes(int(minis))
		for _, width := range widths {
			if left == 0 {
				break // the widths of parts that are not there may be anything
			}
			part := int(block / minis)
			count := min(part, left)
			packed := in.part(part, count, int(width))
			if lengths != nil && in.err == nil {
				value = addLengths(packed, count, int(width), value, least, lengths)
			}
			left -= count
		}
		if in.err != nil {
			return 0, in.err
		}
	}
	return in.at, nil
}

// addLengths adds up the lengths that a part's deltas make, and returns the last.
func addLengths(packed []byte, count, width int, value, least int64, sum *int64) int64 {
	if width > 32 {
		*sum += 1 << 32 // no length of a text needs them
		return value
	}
	mask := uint64(1)<<width - 1
	for i := range count {
		at := i * width
		value += least + int64(word(packed[min(at/8, len(packed)):])>>(at%8)&mask)
		*sum += int64(uint32(value))
	}
	return value
}

// word returns the first eight bytes of data, or zeros behind its end.
func word(data []byte) uint64 {
	if len(data) >= 8 {
		return binary.LittleEndian.Uint64(data)
	}
	var all [8]byte
	copy(all[:], data)
	return binary.LittleEndian.Uint64(all[:])
}

// lengthsAndBytes checks that data holds n texts in the encoding
// DELTA_LENGTH_BYTE_ARRAY.
func lengthsAndBytes(data []byte, n int) (total int64, err error) {
	size, err := deltas(data, n, &total)
	if err == nil && total > int64(len(data)-size) {
		err = errShort
	}
	return total, err
}

// prefixesAndBytes checks that data holds n texts in the encoding DELTA_BYTE_ARRAY, each
// of which starts with as many bytes of the one before as it says. What they share
// takes no room in the page, and all the more when it is decoded.
func (c Column) prefixesAndBytes(data []byte, n int) error {
	shared := int64(0)
	size, err := deltas(data, n, &shared)
	if err != nil {
		return err
	}
	own, err := lengthsAndBytes(data[size:], n)
	if err != nil {
		return err
	}
	if room := int64(max(pageRoom, len(data))); c.MaxText > 0 && shared+own > room {
		return fmt.Errorf("they are %d bytes of text in %d, which is too much memory for one page", shared+own, len(data))
	}
	return nil
}

// varints reads numbers until the first that is not there.
type varints struct {
	data []byte
	at   int
	err  error
}

var errVarint = errors.New("a number in it does not end")

func (v *varints) unsigned() uint64 {
	n, size := binary.Uvarint(v.data[v.at:])
	return advance(v, n, size)
}

func (v *varints) signed() int64 {
	n, size := binary.Varint(v.data[v.at:])
	return advance(v, n, size)
}

func advance[T int64 | uint64](v *varints, n T, size int) T {
	if size <= 0 {
		v.err = errVarint
		return 0
	}
	v.at += size
	return n
}

func (v *varints) bytes(n int) []byte {
	if n > len(v.data)-v.at {
		v.err = errShort
		return nil
	}
	out := v.data[v.at:][:n]
	v.at += n
	return out
}

// part reads a part of a block, of which some writers leave out what lies behind
// the last value.
func (v *varints) part(count, needed, width int) []byte {
	if width > 64 {
		v.err = fmt.Errorf("deltas of %d bits", width)
		return nil
	}
	whole := count * width / 8
	return v.bytes(max((needed*width+7)/8, min(whole, len(v.data)-v.at)))
}
