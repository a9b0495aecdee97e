package rows

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// addingConstants returns a format whose files have Columns.Constants besides.
func addingConstants(format input.Format) input.Format {
	adding := format
	adding.Open = func(f input.File, cols Columns) (Reader, error) {
		file, err := format.Open(f, cols.OwnColumns())
		if err != nil || len(cols.Constants) == 0 {
			return file, listConstants(err, cols)
		}
		return addConstants(file, cols), nil
	}
	adding.Columns = func(f input.File, cols Columns) ([]Column, error) {
		columns, err := format.Columns(f, cols)
		return cols.AddConstants(columns), err
	}
	return adding
}

// withConstants adds constants to the rows of a file.
type withConstants struct {
	file   Reader // reads cols.OwnColumns()
	cols   Columns
	kept   []KeptColumn
	values []parquet.Value // of kept
}

func addConstants(file Reader, cols Columns) *withConstants {
	r := &withConstants{file: file, cols: cols}
	var fields []table.Field
	for _, k := range cols.KeptConstants() {
		fields = append(fields, table.Field{Name: k.Name, Type: k.Type})
		r.values = append(r.values, keptValue(k))
	}
	r.kept = kept.Of(fields)
	return r
}

// Kept implements Reader.
func (r *withConstants) Kept(index table.Index) []KeptColumn {
	return slices.Concat(r.file.Kept(index), r.kept)
}

// Read implements Reader.
func (r *withConstants) Read(ctx context.Context, sel Selection, index Index, yield func(Row) error) error {
	first := kept.Leaves(r.file.Kept(index))
	return r.file.Read(ctx, sel, index, func(row Row) error {
		r.add(&row)
		for i, v := range r.values {
			row.Kept = append(row.Kept, kept.Value(v, first+i))
		}
		return yield(row)
	})
}

// Head implements Reader. Constants are not among the kept values.
func (r *withConstants) Head(ctx context.Context, n int64, yield func(Row) error) error {
	return r.file.Head(ctx, n, func(row Row) error {
		r.add(&row)
		return yield(row)
	})
}

// Inspect implements Reader.
func (r *withConstants) Inspect(ctx context.Context) (Info, error) {
	info, err := r.file.Inspect(ctx)
	info.Columns = r.cols.AddConstants(info.Columns)
	return info, listConstants(err, r.cols)
}

// listConstants adds the constants to the columns that an error lists.
func listConstants(err error, cols Columns) error {
	var missing *MissingColumn
	if errors.As(err, &missing) {
		for _, k := range cols.Constants {
			missing.There = append(slices.Clip(missing.There), k.Name)
		}
	}
	return err
}

// add puts the constants that are read in their places.
func (r *withConstants) add(row *Row) {
	own := row.Also
	row.Also = nil
	for _, name := range r.cols.Also {
		if k, ok := r.cols.Constant(name); ok {
			row.Also = append(row.Also, plainValue(k))
			continue
		}
		row.Also, own = append(row.Also, own[0]), own[1:]
	}
	if k, ok := r.cols.Constant(r.cols.Caption); ok && row.Invalid == nil {
		row.Caption, row.HasCaption = k.Text, !k.Null
	}
}

// plainValue is a constant's value as Row.Also has it.
func plainValue(k table.Constant) any {
	if k.Null {
		return nil
	}
	if n, err := strconv.ParseInt(k.Text, 10, 32); err == nil && k.Type == table.TypeInt32 {
		return n
	}
	return k.Text
}

func keptValue(k table.Constant) parquet.Value {
	switch v := plainValue(k).(type) {
	case int64:
		return parquet.Int32Value(int32(v))
	case string:
		return parquet.ByteArrayValue([]byte(v))
	default:
		return parquet.NullValue()
	}
}
