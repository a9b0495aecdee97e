package parquet

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// walkers is how many column chunks Inspect walks at once: on an object store
// every page header is a request, and nothing but waiting.
const walkers = 8

// Inspect reads the footer's schema and, where the file has no offset index,
// the page headers of the columns that are read.
func (r *reader) Inspect(ctx context.Context) (table.Info, error) {
	info := table.Info{Rows: r.rows(), Columns: columnsOf(r.file), Kept: kept.SchemaText(r.schema.kept), Lacks: r.schema.lacks}
	var err error
	if info.Schema, err = r.file.keptTree(r.schema.kept).encode(); err != nil {
		return info, err
	}
	info.Index, err = r.index(ctx, r.groups, r.schema.placed)
	return info, err
}

func columnsOf(file *parquetFile) []table.Column {
	var columns []table.Column
	for _, column := range file.root.Columns() {
		columns = append(columns, table.Column{Name: column.Name(), Type: typeText(column)})
	}
	return columns
}

// index places the pages of the groups' chunks of some leaves whose places the file does not
// tell. The groups are the first of r's.
func (r *reader) index(ctx context.Context, groups []rowGroup, leaves []leaf) (_ table.Index, err error) {
	defer recovered(&err)
	var unplaced []*columnChunk
	for i := range groups {
		chunks, err := r.chunks(i, leaves)
		if err != nil {
			return table.Index{}, err
		}
		for _, c := range chunks {
			if !c.indexed() {
				unplaced = append(unplaced, c)
			}
		}
	}
	if len(unplaced) == 0 {
		return table.Index{}, nil
	}
	placed := make([]table.Chunk, len(unplaced))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(walkers)
	for i, c := range unplaced {
		group.Go(func() error {
			var err error
			if placed[i], err = c.walk(ctx); err != nil {
				return c.wrap(err)
			}
			return nil
		})
	}
	return table.Index{Chunks: placed}, group.Wait()
}

// Head yields the first rows, of whose row groups it places the pages.
func (r *reader) Head(ctx context.Context, n int64, yield func(input.Row) error) error {
	n = min(n, r.rows())
	groups := 0
	for groups < len(r.groups) && r.groups[groups].first < n {
		groups++
	}
	index, err := r.index(ctx, r.groups[:groups], r.schema.leaves)
	if err != nil {
		return input.Blame(r.src.File, err)
	}
	return r.Read(ctx, table.Range(0, n), index, yield)
}
