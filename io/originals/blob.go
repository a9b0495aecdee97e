package originals

import (
	"bytes"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// blob is the type of the pictures' bytes. Its page index holds no bounds taken
// from values, which would be whole pictures, but one below and one above all.
type blob struct{ parquet.Type }

// NewColumnIndexer implements parquet.Type.
func (blob) NewColumnIndexer(int) parquet.ColumnIndexer { return &blobIndexer{} }

type blobIndexer struct {
	nullPages  []bool
	nullCounts []int64
}

// Reset implements parquet.ColumnIndexer.
func (x *blobIndexer) Reset() { x.nullPages, x.nullCounts = x.nullPages[:0], x.nullCounts[:0] }

// IndexPage implements parquet.ColumnIndexer.
func (x *blobIndexer) IndexPage(numValues, numNulls int64, _, _ parquet.Value) {
	x.nullPages = append(x.nullPages, numValues == numNulls)
	x.nullCounts = append(x.nullCounts, numNulls)
}

// ColumnIndex implements parquet.ColumnIndexer.
func (x *blobIndexer) ColumnIndex() format.ColumnIndex {
	above := bytes.Repeat([]byte{0xFF}, 16)
	lower, upper := make([][]byte, len(x.nullPages)), make([][]byte, len(x.nullPages))
	for i, null := range x.nullPages {
		lower[i], upper[i] = []byte{}, []byte{}
		if !null {
			upper[i] = above
		}
	}
	return format.ColumnIndex{
		NullPages: slices.Clone(x.nullPages), NullCounts: slices.Clone(x.nullCounts),
		MinValues: lower, MaxValues: upper, BoundaryOrder: format.Unordered,
	}
}
