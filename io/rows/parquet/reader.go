package parquet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

const (
	// maxBlockRows is how many rows are gathered, column by column, before
	// they are yielded.
	maxBlockRows = 4096
	// blockSize is how many bytes a block's rows should take. Wide rows, for
	// instance with pictures in them, make shorter blocks.
	blockSize = 16 << 20
)

// reader reads rows of one Parquet file.
type reader struct {
	src    input.File
	file   *parquetFile
	schema *schema
	groups []rowGroup // those that have rows
}

// rowGroup is a run of rows of the file.
type rowGroup struct {
	ordinal     int
	first, rows int64
}

func (g rowGroup) end() int64 { return g.first + g.rows }

// openReader reads a file's footer.
func openReader(src input.File, cols table.Columns) (_ *reader, err error) {
	defer recovered(&err)
	file, err := openParquet(src)
	if err != nil {
		return nil, err
	}
	r := &reader{src: src, file: file}
	var first int64
	for i, group := range file.meta.RowGroups {
		if n := group.NumRows; n > 0 {
			r.groups = append(r.groups, rowGroup{ordinal: i, first: first, rows: n})
			first += n
		}
	}
	r.schema, err = resolve(file.root, cols)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Kept returns the kept columns in the file's order, or those that its dataset's
// files share.
func (r *reader) Kept(index table.Index) []kept.Column {
	c, err := r.conversion(index)
	if err != nil || c == nil {
		return slices.Clone(r.schema.kept) // Read returns the error
	}
	return c.kept
}

// conversion returns what a file's kept values must become, or nil.
func (r *reader) conversion(index table.Index) (*conversion, error) {
	if index.Schema == nil {
		return nil, nil
	}
	to, err := decodeTree(index.Schema)
	if err != nil {
		return nil, &input.OtherError{Err: err}
	}
	from, err := r.file.keptTree(r.schema.kept).threeLevels()
	if err != nil {
		return nil, &input.OtherError{Err: err}
	}
	return newConversion(from, to), nil
}

func (r *reader) rows() int64 { return r.file.meta.NumRows }

// Read yields the rows of sel in ascending order. Memory holds, for each
// column, a page and the megabyte of neighbouring pages that was read with it,
// and its cells of a block of rows.
func (r *reader) Read(ctx context.Context, sel table.Selection, index table.Index, yield func(input.Row) error) error {
	if err := sel.Check(r.rows()); err != nil {
		return fmt.Errorf("selecting rows: %w", err)
	}
	c, err := r.conversion(index)
	if err != nil {
		return err
	}
	if give := yield; c != nil {
		yield = func(row input.Row) error {
			var err error
			if row.Kept, err = c.row(row.Kept); err != nil {
				return input.Blame(r.src.File, fmt.Errorf("row %d: %w", row.Number, err))
			}
			return give(row)
		}
	}
	for at := sel.Cursor(); at.OK; {
		i, _ := slices.BinarySearchFunc(r.groups, at.N, func(g rowGroup, n int64) int {
			return cmp.Compare(g.end(), n+1)
		})
		if err := r.readGroup(ctx, i, &at, index, yield); err != nil {
			return err
		}
	}
	return nil
}

// readGroup yields the rows of one row group.
func (r *reader) readGroup(ctx context.Context, i int, at *table.Cursor, index table.Index, yield func(input.Row) error) error {
	columns, err := r.columns(i, index)
	if err != nil {
		return input.Blame(r.src.File, err)
	}
	defer func() {
		for _, c := range columns {
			c.close()
		}
	}()
	group := r.groups[i]
	numbers := make([]int64, 0, min(at.Left, r.blockRows(i)))
	for at.OK && at.N < group.end() {
		numbers = numbers[:0]
		for ; at.OK && at.N < group.end() && len(numbers) < cap(numbers); at.Next() {
			numbers = append(numbers, at.N-group.first)
		}
		b := r.newBlock(group, columns, numbers)
		for b.yielded < len(numbers) {
			rows, err := b.next(ctx)
			if err != nil {
				return input.Blame(r.src.File, err)
			}
			for i := range rows {
				if err := yield(rows[i].Row); err != nil {
					return err
				}
				rows[i] = cells{} // which the block would keep
			}
		}
	}
	return nil
}

// blockRows returns how many rows of a group are gathered at once.
func (r *reader) blockRows(i int) int64 {
	group := r.groups[i]
	var size int64
	for _, l := range r.schema.leaves {
		size += r.file.meta.RowGroups[group.ordinal].Columns[l.column.Index()].MetaData.TotalUncompressedSize
	}
	return min(max(blockSize/max(size/group.rows, 1), 16), maxBlockRows)
}

// chunks returns the chunks of a group, one for each leaf.
func (r *reader) chunks(i int, leaves []leaf) ([]*columnChunk, error) {
	var out []*columnChunk
	for _, l := range leaves {
		c, err := newColumnChunk(r.src, r.file, r.groups[i].ordinal, r.groups[i].first, l.column)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// columns starts reading a group's columns.
func (r *reader) columns(i int, index table.Index) (_ []*columnReader, err error) {
	defer recovered(&err)
	chunks, err := r.chunks(i, r.schema.leaves)
	if err != nil {
		return nil, err
	}
	var out []*columnReader
	for j, c := range chunks {
		places, err := placesOf(c, index)
		if err != nil {
			return nil, c.wrap(err)
		}
		out = append(out, &columnReader{chunk: c, places: places, puts: r.schema.leaves[j].puts, at: -1})
	}
	return out, nil
}

func placesOf(c *columnChunk, index table.Index) (table.Chunk, error) {
	if c.indexed() {
		return c.located()
	}
	places, ok := chunkIn(index, c.rowGroup, c.column.Index())
	if !ok || places.FirstRow != c.firstRow || places.Rows != c.rows {
		return table.Chunk{}, &input.OtherError{Err: errors.New("the index given does not place its pages")}
	}
	return places, nil
}
