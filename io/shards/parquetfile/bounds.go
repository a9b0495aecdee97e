package parquetfile

import (
	"bytes"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// boundless is a type whose page index holds no bounds taken from values: the
// lower one is below and the upper one above every value. Those of BYTE_ARRAY would
// be as long as the values, and those of FLOAT16 and of
// decimals wrong, for parquet-go orders their bytes. It goes
// with parquet.SkipPageBounds, which keeps values out of the chunk statistics
// but leaves empty upper bounds in the page index, and those are wrong.
type boundless struct{ parquet.Type }

// Boundless makes a type boundless.
func Boundless(t parquet.Type) parquet.Type { return boundless{t} }

// NewColumnIndexer implements parquet.Type.
func (t boundless) NewColumnIndexer(int) parquet.ColumnIndexer {
	switch {
	case record.IsText(t):
		return &boundlessIndexer{above: bytes.Repeat([]byte("\U0010FFFF"), 4)}
	case record.IsFloat16(t):
		return &boundlessIndexer{below: []byte{0x00, 0xFC}, above: []byte{0x00, 0x7C}} // the infinities
	case record.IsLongDecimal(t):
		above := append([]byte{0x7F}, bytes.Repeat([]byte{0xFF}, t.Length()-1)...)
		return &boundlessIndexer{below: append([]byte{0x80}, make([]byte, t.Length()-1)...), above: above}
	default:
		return &boundlessIndexer{above: bytes.Repeat([]byte{0xFF}, 16)}
	}
}

// boundlessIndexer makes the page index of one column chunk. Of texts, above is 16 bytes
// of the highest value there is, which is what a truncated upper bound that
// cannot be increased looks like: the last code point where values are UTF-8.
type boundlessIndexer struct {
	below      []byte
	above      []byte
	nullPages  []bool
	nullCounts []int64
}

// Reset implements parquet.ColumnIndexer.
func (x *boundlessIndexer) Reset() {
	x.nullPages, x.nullCounts = x.nullPages[:0], x.nullCounts[:0]
}

// IndexPage implements parquet.ColumnIndexer.
func (x *boundlessIndexer) IndexPage(numValues, numNulls int64, _, _ parquet.Value) {
	x.nullPages = append(x.nullPages, numValues == numNulls)
	x.nullCounts = append(x.nullCounts, numNulls)
}

// ColumnIndex implements parquet.ColumnIndexer.
func (x *boundlessIndexer) ColumnIndex() format.ColumnIndex {
	lower, upper := make([][]byte, len(x.nullPages)), make([][]byte, len(x.nullPages))
	for i, null := range x.nullPages {
		lower[i], upper[i] = []byte{}, []byte{}
		if !null {
			lower[i], upper[i] = append(lower[i], x.below...), x.above
		}
	}
	return format.ColumnIndex{
		NullPages:     slices.Clone(x.nullPages),
		NullCounts:    slices.Clone(x.nullCounts),
		MinValues:     lower,
		MaxValues:     upper,
		BoundaryOrder: format.Unordered,
	}
}
