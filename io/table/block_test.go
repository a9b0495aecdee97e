package table

import (
	"cmp"
	"slices"
	"testing"
)

// TestBlocksStayFew: an index has a bounded size, whatever the file's.
func TestBlocksStayFew(t *testing.T) {
	b := NewBlockBuilder(10, func(text int64) int64 { return text })
	const rows, size = 5 * maxBlocks, blockSpacing + 1
	for i := range int64(rows) {
		b.Add(10 + (i+1)*size)
	}
	blocks := b.Blocks()
	if n := len(blocks); n < maxBlocks/4 || n > maxBlocks {
		t.Errorf("%d blocks", n)
	}
	at, largest := Block{Offset: 10}, slices.MaxFunc(blocks, func(a, b Block) int { return cmp.Compare(a.Size, b.Size) })
	for i, block := range blocks {
		if i < len(blocks)-1 && block.Size < largest.Size/2 {
			t.Errorf("block %d has %d bytes, another one %d", i, block.Size, largest.Size)
		}
		if block.Offset != at.Offset+at.Size || block.First != at.End() || block.Size != block.Rows*size {
			t.Fatalf("block %d is %+v after %+v", i, block, at)
		}
		at = block
	}
	if at.End() != rows {
		t.Errorf("the blocks hold %d rows", at.End())
	}
}
