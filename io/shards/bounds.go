package shards

import (
	"bytes"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// boundless is a BYTE_ARRAY type whose page index holds no bounds taken from
// values: the lower one is empty and the upper one is above every value. It goes
// with parquet.SkipPageBounds, which keeps values out of the chunk statistics
// but leaves empty upper bounds in the page index, and those are wrong.
type boundless struct{ parquet.Type }

// NewColumnIndexer implements parquet.Type.
func (t boundless) NewColumnIndexer(int) parquet.ColumnIndexer {
	if isText(t) {
		return &boundlessIndexer{above: bytes.Repeat([]byte("\U0010FFFF"), 4)}
	}
	return &boundlessIndexer{above: bytes.Repeat([]byte{0xFF}, 16)}
}

// boundlessIndexer makes the page index of one column chunk. Above is 16 bytes
// of the highest value there is, which is what a truncated upper bound that
// cannot be increased looks like: the last code point where values are UTF-8.
type boundlessIndexer struct {
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
			upper[i] = x.above
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
