package table

import (
	"cmp"
	"slices"
)

// Block places neighbouring rows of a file of text, which is plain: one that is
// packed cannot be entered amid its text.
type Block struct {
	Offset int64 // bytes from the start of the file to the first row
	Size   int64 // bytes
	First  int64 // the first row, counted in the file
	Rows   int64
}

// End returns the row after the block.
func (b Block) End() int64 { return b.First + b.Rows }

const (
	// blockSpacing is the size of blocks, in bytes: what has to be read and
	// thrown away for a single row is half of it.
	blockSpacing = 64 << 10
	// maxBlocks bounds an index: of files of more than a gigabyte the blocks
	// become larger, not more.
	maxBlocks = 16 << 10
)

// BlockBuilder deals a file's rows out into blocks. It counts bytes of text, and
// asks where in the file that is at the end of each block.
type BlockBuilder struct {
	blocks  []Block
	current Block                  // without its size
	start   int64                  // where in the text it starts
	end     int64                  // and ends
	place   func(text int64) int64 // where that is in the file
	spacing int64
}

// NewBlockBuilder returns a BlockBuilder of the rows from a place of the text on. place
// says where in the file that is.
func NewBlockBuilder(start int64, place func(int64) int64) *BlockBuilder {
	return &BlockBuilder{current: Block{Offset: place(start)}, start: start, place: place, spacing: blockSpacing}
}

// Add adds a row that ends at a place of the text.
func (b *BlockBuilder) Add(end int64) {
	b.current.Rows++
	b.end = end
	if b.end-b.start >= b.spacing {
		b.endBlock()
	}
}

func (b *BlockBuilder) endBlock() {
	if b.current.Rows == 0 {
		return
	}
	end := b.place(b.end)
	b.current.Size = end - b.current.Offset
	b.blocks = append(b.blocks, b.current)
	b.current = Block{Offset: end, First: b.current.End()}
	b.start = b.end
	if len(b.blocks) == maxBlocks {
		b.merge()
	}
}

// Blocks ends the last block and returns all.
func (b *BlockBuilder) Blocks() []Block {
	b.endBlock()
	return b.blocks
}

// merge makes one block of every two.
func (b *BlockBuilder) merge() {
	for i := 0; i+1 < len(b.blocks); i += 2 {
		first, second := b.blocks[i], b.blocks[i+1]
		first.Size += second.Size
		first.Rows += second.Rows
		b.blocks[i/2] = first
	}
	b.blocks = b.blocks[:len(b.blocks)/2]
	b.spacing *= 2
}

// cutBlocks returns the blocks on which rows of at or later lie.
func cutBlocks(blocks []Block, at Cursor) []Block {
	var out []Block
	for at.OK {
		i := BlockOf(blocks, at.N)
		if i < 0 {
			break
		}
		out = append(out, blocks[i])
		at.SkipTo(blocks[i].End())
	}
	return out
}

// BlockOf returns the position of the block that a row is in, or -1.
func BlockOf(blocks []Block, row int64) int {
	i, _ := slices.BinarySearchFunc(blocks, row, func(b Block, row int64) int {
		return cmp.Compare(b.End(), row+1)
	})
	if i == len(blocks) || row < blocks[i].First {
		return -1
	}
	return i
}

// RunFrom returns the blocks from position i on that lie side by side, as one.
func RunFrom(blocks []Block, i int) Block {
	run := blocks[i]
	for _, next := range blocks[i+1:] {
		if next.First != run.End() || next.Offset != run.Offset+run.Size {
			break
		}
		run.Size += next.Size
		run.Rows += next.Rows
	}
	return run
}
