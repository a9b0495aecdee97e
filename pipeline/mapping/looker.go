package mapping

import (
	"context"
	"errors"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// Looker says what columns hold. Columns that cannot be there for what they are
// looked into hold nothing; an error is trouble with reading them.
type Looker interface {
	Links(column string) (bool, error)
	Captions(column string) (bool, error)
	Boxes(column string) (bool, error)
	Four(columns []string) (bool, error) // a box's numbers each
}

// FileLooker looks into the first rows of the first input that has any. It is to be
// closed.
type FileLooker struct {
	ctx    context.Context // of the preflight, which is all that a FileLooker lives for
	store  *files.Files
	inputs []workplan.File
	text   rows.Columns // how text is written; no column is named
	open   []files.File // the first of the inputs, for the next column
}

// Look returns a FileLooker; text is how files of text are written.
func Look(ctx context.Context, store *files.Files, inputs []workplan.File, text rows.Columns) *FileLooker {
	return &FileLooker{ctx: ctx, store: store, inputs: inputs, text: text}
}

// errSeen ends a look.
var errSeen = errors.New("enough was seen")

// enoughCells is how many cells that are not empty tell what a column holds.
const enoughCells = 100

// Links is of Looker.
func (l *FileLooker) Links(column string) (bool, error) {
	return l.mostly(rows.Columns{URL: column}, func(row table.Row) (empty, right bool) {
		links := link.Split(row.URL)
		if len(links) == 0 {
			return true, false
		}
		_, err := link.Parse(links[0])
		return false, err == nil
	})
}

// Captions is of Looker.
func (l *FileLooker) Captions(column string) (bool, error) {
	return l.mostly(rows.Columns{Caption: column}, func(row table.Row) (empty, right bool) {
		blank := strings.TrimSpace(row.Caption) == ""
		return blank, !blank
	})
}

// Boxes is of Looker.
func (l *FileLooker) Boxes(column string) (bool, error) {
	return l.mostlyBoxes(rows.Columns{Box: column}, boxes.Options{Column: column})
}

// Four is of Looker.
func (l *FileLooker) Four(columns []string) (bool, error) {
	return l.mostlyBoxes(rows.Columns{Also: columns}, boxes.Options{Columns: columns, Also: columns})
}

func (l *FileLooker) mostlyBoxes(columns rows.Columns, o boxes.Options) (bool, error) {
	return l.mostly(columns, func(row table.Row) (empty, right bool) {
		right = o.Holds(row.Box, row.Also)
		return !right && row.Box.Text == "" && row.Box.Numbers == nil && len(o.Columns) == 0, right
	})
}

// mostly says whether at least half of the cells that are not empty are right.
func (l *FileLooker) mostly(columns rows.Columns, judge func(table.Row) (empty, right bool)) (bool, error) {
	columns.Header, columns.Delimiter, columns.Encoding = l.text.Header, l.text.Delimiter, l.text.Encoding
	seen, good := 0, 0
	for i := range l.inputs[:min(len(l.inputs), sampleFiles)] {
		read := 0
		err := l.head(i, columns, func(row rows.Row) error {
			if read++; row.Invalid != nil {
				return nil //nolint:nilerr // the row's error, which makes it no example
			}
			empty, right := judge(row.Row)
			if right {
				good++
			}
			if !empty {
				seen++
			}
			if seen == enoughCells {
				return errSeen
			}
			return nil
		})
		var input *rows.InputError
		switch {
		case errors.As(err, &input):
			return false, nil // such as a column of another type
		case err != nil && !errors.Is(err, errSeen):
			return false, err
		case read > 0:
			return good > 0 && 2*good >= seen, nil
		}
	}
	return false, nil
}

// head reads the first rows of the i-th input.
func (l *FileLooker) head(i int, columns rows.Columns, yield func(rows.Row) error) error {
	file, err := l.File(i)
	if err != nil {
		return err
	}
	return rows.Head(l.ctx, file, l.inputs[i].Format, l.inputs[i].Columns(columns), sampleRows, yield)
}

// File returns the i-th input, opened; those before it have been asked for.
func (l *FileLooker) File(i int) (files.File, error) {
	if i == len(l.open) {
		file, err := l.store.Open(l.ctx, l.inputs[i].URI)
		if err != nil {
			return nil, err
		}
		l.open = append(l.open, file)
	}
	return l.open[i], nil
}

// Close closes the files that were looked into.
func (l *FileLooker) Close() {
	for _, file := range l.open {
		_ = file.Close() // nothing was written
	}
}
