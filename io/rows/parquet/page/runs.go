package page

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// maxSurplus is how many values a run may have after the last one. Packed runs
// come in groups of eight; the decoder allocates room for all of them.
const maxSurplus = 1 << 16

// run is a number of equal values, or of values packed side by side.
type run struct {
	count  int
	value  uint32
	packed []byte // nil where the values are equal
}

// runs reads the hybrid of run lengths and packed bits in which levels, indexes of
// dictionaries and booleans are written:
// https://github.com/apache/parquet-format/blob/master/Encodings.md
type runs struct {
	data  []byte
	width int // bits of a value
	left  int // values to come
	read  int // bytes read so far
}

// next returns the next run, cut to the values that are left.
func (r *runs) next() (run, error) {
	for {
		head, n := binary.Uvarint(r.data[r.read:])
		if n <= 0 {
			return run{}, errShort
		}
		r.read += n
		count := head >> 1
		packed := head&1 == 1
		if packed {
			count *= 8
		}
		if count > uint64(r.left)+maxSurplus {
			return run{}, fmt.Errorf("a run has %d values where %d are left", count, r.left)
		}
		if count == 0 {
			continue
		}
		if packed {
			return r.packed(int(count))
		}
		return r.equal(int(count))
	}
}

func (r *runs) equal(count int) (run, error) {
	size := (r.width + 7) / 8
	if size > len(r.data)-r.read {
		return run{}, errShort
	}
	var value uint32
	for i, b := range r.data[r.read:][:size] {
		value |= uint32(b) << (8 * i)
	}
	if bits.Len32(value) > r.width {
		return run{}, fmt.Errorf("a value of %d does not fit %d bits", value, r.width)
	}
	r.read += size
	count = min(count, r.left)
	r.left -= count
	return run{count: count, value: value}, nil
}

func (r *runs) packed(count int) (run, error) {
	size := count / 8 * r.width
	if size > len(r.data)-r.read {
		return run{}, errShort
	}
	out := run{count: min(count, r.left), packed: r.data[r.read:][:size:size]}
	r.read += size
	r.left -= out.count
	return out, nil
}

// countLevels returns how many of a page's levels are the highest.
func countLevels(data []byte, highest, count int) (n int, err error) {
	r := runs{data: data, width: bits.Len(uint(highest)), left: count}
	for r.left > 0 {
		run, err := r.next()
		if err != nil {
			return 0, err
		}
		switch {
		case run.packed == nil && run.value > uint32(highest):
			return 0, errLevel
		case run.packed == nil && run.value == uint32(highest):
			n += run.count
		case run.packed != nil:
			found, err := countPacked(run, r.width, uint32(highest))
			if err != nil {
				return 0, err
			}
			n += found
		}
	}
	return n, nil
}

var errLevel = errors.New("a level is higher than the column's")

// countPacked counts the highest value in a packed run.
func countPacked(r run, width int, highest uint32) (n int, err error) {
	if width == 1 {
		return countOnes(r.packed, r.count), nil
	}
	mask := uint64(1)<<width - 1
	for i := range r.count {
		at := i * width
		// Levels have at most 8 bits, so that two bytes hold any of them.
		word := uint64(r.packed[at/8])
		if at/8+1 < len(r.packed) {
			word |= uint64(r.packed[at/8+1]) << 8
		}
		switch level := word >> (at % 8) & mask; {
		case level > uint64(highest):
			return 0, errLevel
		case level == uint64(highest):
			n++
		}
	}
	return n, nil
}

// countOnes counts the ones among the first bits of data.
func countOnes(data []byte, count int) (n int) {
	for ; count >= 64; count -= 64 {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(data))
		data = data[8:]
	}
	for ; count >= 8; count -= 8 {
		n += bits.OnesCount8(data[0])
		data = data[1:]
	}
	if count > 0 {
		n += bits.OnesCount8(data[0] << (8 - count))
	}
	return n
}

// repack turns levels that are packed from the most significant bit on, as the
// oldest writers did, into one packed run with its length in front.
func repack(body []byte, width, count int) (levels, rest []byte, err error) {
	size := (count*width + 7) / 8
	if size > len(body) {
		return nil, nil, errShort
	}
	groups := (count + 7) / 8
	levels = binary.AppendUvarint(make([]byte, 4), uint64(groups)<<1|1)
	start := len(levels)
	levels = append(levels, make([]byte, groups*width)...)
	for i := range count * width {
		value, bit := i/width, i%width
		if body[i/8]>>(7-i%8)&1 == 1 {
			to := value*width + width - 1 - bit
			levels[start+to/8] |= 1 << (to % 8)
		}
	}
	binary.LittleEndian.PutUint32(levels, uint32(len(levels)-4))
	return levels, body[size:], nil
}
