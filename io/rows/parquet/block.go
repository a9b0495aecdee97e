package parquet

import (
	"context"

	"github.com/parquet-go/parquet-go"
)

// block is some rows of a group that are gathered column by column. A few bytes of
// dictionary and indexes may stand for gigabytes of text, so that a column is read no
// further than for blockSize bytes at a time, and no further than the one before it, so
// that a row's values come in the order of the columns.
type block struct {
	schema  *schema
	columns []*columnReader
	numbers []int64
	rows    []cells
	done    []int // how many rows have each column's values
	yielded int
}

func (r *reader) newBlock(group rowGroup, columns []*columnReader, numbers []int64) *block {
	b := &block{schema: r.schema, columns: columns, numbers: numbers, rows: make([]cells, len(numbers)), done: make([]int, len(columns))}
	for i, n := range numbers {
		b.rows[i] = r.schema.start(group.first + n)
		if n := len(r.schema.kept); n > 0 {
			b.rows[i].Kept = make(parquet.Row, 0, n)
		}
	}
	return b
}

// next returns the next rows that are complete.
func (b *block) next(ctx context.Context) (_ []cells, err error) {
	defer recovered(&err)
	until := len(b.numbers)
	for i, c := range b.columns {
		if b.done[i] == b.yielded {
			n, err := c.read(ctx, b.numbers[b.yielded:until], b.rows[b.yielded:until])
			if err != nil {
				return nil, c.chunk.wrap(err)
			}
			b.done[i] += n
		}
		until = b.done[i]
	}
	rows := b.rows[b.yielded:until]
	b.yielded = until
	return rows, b.schema.finish(rows)
}
