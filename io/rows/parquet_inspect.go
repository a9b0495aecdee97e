package rows

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
)

// walkers is how many column chunks Inspect walks at once: on an object store
// every page header is a request, and nothing but waiting.
const walkers = 8

// Inspect returns what a file holds, having read its footer and, where it has
// no offset index, the page headers of the columns that cols names.
// What is wrong with the file is an *InputError.
func Inspect(ctx context.Context, f files.File, cols Columns) (Info, error) {
	r, err := Open(f, cols)
	if err != nil {
		return Info{}, err
	}
	info := Info{Rows: r.rows(), Columns: columnsOf(r.file), Kept: schemaText(r.schema.kept)}
	info.Index, err = r.index(ctx, r.groups)
	return info, blame(f, err)
}

// Schema returns the columns that a file has, for choosing among them.
// What is wrong with the file is an *InputError.
func Schema(f files.File) ([]Column, error) {
	file, err := openParquet(source{f})
	if err != nil {
		return nil, blame(f, err)
	}
	return columnsOf(file), nil
}

func columnsOf(file *parquetFile) []Column {
	var columns []Column
	for _, column := range file.Root().Columns() {
		columns = append(columns, Column{Name: column.Name(), Type: typeText(column)})
	}
	return columns
}

// index places the pages of the groups' chunks whose places the file does not
// tell. The groups are the first of r's.
func (r *Reader) index(ctx context.Context, groups []rowGroup) (_ Index, err error) {
	defer recovered(&err)
	var unplaced []*columnChunk
	for i := range groups {
		chunks, err := r.chunks(i)
		if err != nil {
			return Index{}, err
		}
		for _, c := range chunks {
			if !c.indexed() {
				unplaced = append(unplaced, c)
			}
		}
	}
	if len(unplaced) == 0 {
		return Index{}, nil
	}
	placed := make([]Chunk, len(unplaced))
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
	return Index{Chunks: placed}, group.Wait()
}
