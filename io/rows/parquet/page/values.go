package page

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// values returns exactly n values of data, and the encoding that they are in then.
func (c Column) values(encoding format.Encoding, data []byte, n int) ([]byte, format.Encoding, error) {
	if n == 0 {
		return nil, format.Plain, nil
	}
	var err error
	switch encoding {
	case format.Plain:
		data, err = c.plain(data, n)
	case format.PlainDictionary, format.RLEDictionary: //nolint:staticcheck // old files have the deprecated one
		if !c.HasDictionary {
			return nil, encoding, errors.New("there is no dictionary where it needs one")
		}
		data, err = indexes(data, n)
	case format.RLE:
		if c.Kind != parquet.Boolean {
			return nil, encoding, fmt.Errorf("its encoding is RLE, which no column of %s has", c.Kind)
		}
		data, err = booleans(data, n)
		encoding = format.Plain
	case format.ByteStreamSplit:
		// The streams lie as far apart as there are bytes, so that none may be over.
		data, err = c.plain(data, n)
	case format.DeltaBinaryPacked:
		_, err = deltas(data, n, nil)
	case format.DeltaLengthByteArray:
		_, err = lengthsAndBytes(data, n)
	case format.DeltaByteArray:
		err = c.prefixesAndBytes(data, n)
	default:
		err = fmt.Errorf("its encoding is %s, which cannot be read", encoding)
	}
	if err != nil {
		return nil, encoding, fmt.Errorf("its %d values: %w", n, err)
	}
	// Without a capacity beyond them, nothing reads on behind the values.
	return data[:len(data):len(data)], encoding, nil
}

// plain returns the bytes of exactly n values.
func (c Column) plain(data []byte, n int) ([]byte, error) {
	var size int64
	switch c.Kind {
	case parquet.Boolean:
		size = (int64(n) + 7) / 8
	case parquet.Int32, parquet.Float:
		size = 4 * int64(n)
	case parquet.Int64, parquet.Double:
		size = 8 * int64(n)
	case parquet.Int96:
		size = 12 * int64(n)
	case parquet.FixedLenByteArray:
		size = int64(c.Length) * int64(n)
	default:
		return plainTexts(data, n)
	}
	if size > int64(len(data)) {
		return nil, errShort
	}
	return data[:size], nil
}

// plainTexts returns the bytes of n texts, each of which has its length in front.
func plainTexts(data []byte, n int) ([]byte, error) {
	at := 0
	for range n {
		if len(data)-at < 4 {
			return nil, errShort
		}
		size := int64(binary.LittleEndian.Uint32(data[at:]))
		at += 4
		if size > int64(len(data)-at) {
			return nil, errShort
		}
		at += int(size)
	}
	return data[:at], nil
}

// indexes returns the bytes of n indexes of a dictionary.
func indexes(data []byte, n int) ([]byte, error) {
	if len(data) == 0 {
		return nil, errShort
	}
	if data[0] > 32 {
		return nil, fmt.Errorf("indexes of %d bits", data[0])
	}
	r := runs{data: data[1:], width: int(data[0]), left: n}
	for r.left > 0 {
		if _, err := r.next(); err != nil {
			return nil, err
		}
	}
	return data[:1+r.read], nil
}

// booleans unpacks n booleans, which have their length in front, to one bit each.
func booleans(data []byte, n int) ([]byte, error) {
	if len(data) < 4 {
		return nil, errShort
	}
	size := int64(binary.LittleEndian.Uint32(data))
	if data = data[4:]; size > int64(len(data)) {
		return nil, errShort
	}
	out := make([]byte, (n+7)/8)
	r := runs{data: data[:size], width: 1, left: n}
	for at := 0; r.left > 0; {
		run, err := r.next()
		if err != nil {
			return nil, err
		}
		for i := range run.count {
			if run.packed == nil && run.value == 1 || run.packed != nil && run.packed[i/8]>>(i%8)&1 == 1 {
				out[at/8] |= 1 << (at % 8)
			}
			at++
		}
	}
	return out, nil
}
