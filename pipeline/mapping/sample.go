package mapping

import (
	"cmp"
	"context"
	"errors"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

const (
	// sampleRows is how many rows are looked at to find out what boxes are.
	sampleRows = 1000
	// sampleFiles bounds how many files without rows are passed over for them:
	// writers that split a dataset leave some behind.
	sampleFiles = 8
)

// Sample reads the first rows of the first file that has any. Rows that cannot be
// read are counted; it is an error if no row can.
func Sample(ctx context.Context, store *files.Files, inputs []workplan.File, columns rows.Columns) ([]table.Row, Unreadable, error) {
	var sample []table.Row
	var bad Unreadable
	whole := columns
	whole.Partial = false
	for _, in := range inputs[:min(len(inputs), sampleFiles)] {
		file, err := store.Open(ctx, in.URI)
		if err != nil {
			return nil, bad, joberror.Usagef("%w", err)
		}
		err = rows.Head(ctx, file, in.Format, in.Columns(whole), sampleRows, func(row rows.Row) error {
			if !bad.add(row.Row) {
				sample = append(sample, row.Row)
			}
			return nil
		})
		var missing *rows.MissingColumn
		if columns.Partial && errors.As(err, &missing) {
			err = nil // another file shows what such cells hold
		}
		err = cmp.Or(err, file.Close(), bad.check())
		if err != nil {
			return nil, bad, joberror.Usagef("%w", rows.In(in.URI, err))
		}
		if len(sample) > 0 {
			break
		}
	}
	return sample, bad, nil
}
