package parquet

import (
	"cmp"
	"slices"

	"github.com/beamcrop/beamcrop/io/table"
)

// chunkIn finds a column chunk.
func chunkIn(x table.Index, rowGroup, column int) (table.Chunk, bool) {
	i, found := slices.BinarySearchFunc(x.Chunks, [2]int64{int64(rowGroup), int64(column)}, func(c table.Chunk, want [2]int64) int {
		return cmp.Or(cmp.Compare(c.RowGroup, want[0]), cmp.Compare(c.Column, want[1]))
	})
	if !found {
		return table.Chunk{}, false
	}
	return x.Chunks[i], true
}

// pageOf returns the position of the page in which a row of the group starts,
// or -1.
func pageOf(pages []table.Page, row int64) int {
	i, _ := slices.BinarySearchFunc(pages, row, func(p table.Page, row int64) int {
		return cmp.Compare(p.End(), row+1)
	})
	if i == len(pages) || row < pages[i].First {
		return -1
	}
	return i
}

// follows says whether the rows of page i go on in page i+1. In an index that
// was cut the next entry may be a later page, so their rows must also meet.
func follows(pages []table.Page, i int) bool {
	return i+1 < len(pages) && pages[i+1].Continued && pages[i+1].First == pages[i].End()
}
