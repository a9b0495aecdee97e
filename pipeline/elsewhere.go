package pipeline

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/where"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// lookedInto is how many files are looked into at once.
const lookedInto = 8

// columnsElsewhere looks for columns that flags name and the first file lacks in the
// other files, which it only then reads. It is partial if they may be there: then a
// file that lacks one has nulls. The plan is left to tell what JSON Lines have, and what
// is wrong with the other files.
func (j *job) columnsElsewhere(ctx context.Context, store *files.Files, there []rows.Column) (found []rows.Column, partial bool) {
	missing := slices.DeleteFunc(j.options.namedColumns(), func(name string) bool { return hasColumn(there, name) })
	if len(j.inputs) == 1 || len(missing) == 0 {
		return nil, len(j.inputs) > 1
	}
	schemas := make([][]rows.Column, len(j.inputs))
	var group errgroup.Group
	group.SetLimit(lookedInto)
	for i, in := range j.inputs[1:] {
		group.Go(func() (err error) {
			schemas[i], err = schemaOf(ctx, store, in, j.options.text())
			return err
		})
	}
	partial = group.Wait() != nil || slices.ContainsFunc(j.inputs, func(f workplan.File) bool { return rows.Untyped(f.Format) })
	for _, schema := range schemas {
		for _, c := range schema {
			if !hasColumn(there, c.Name) && !hasColumn(found, c.Name) {
				found = append(found, c)
			}
		}
	}
	all := slices.Concat(there, found)
	return found, partial || !slices.ContainsFunc(missing, func(name string) bool { return !hasColumn(all, name) })
}

func schemaOf(ctx context.Context, store *files.Files, in workplan.File, text rows.Columns) ([]rows.Column, error) {
	file, err := store.Open(ctx, in.URI)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	return rows.Schema(file, in.Format, in.Columns(text))
}

// namedColumns returns the columns that flags name, of which a file may lack some.
func (o Options) namedColumns() []string {
	var named []string
	for _, flag := range []string{o.BoxColumn, o.CaptionColumn, o.VerifyHash, o.Keep} {
		if flag != "none" && flag != "all" {
			named = append(named, splitList(flag)...)
		}
	}
	if filter, err := where.Compile(o.Where, where.Columns{Open: true}); err == nil {
		named = append(named, filter.Columns()...)
	}
	return named
}

// hasColumn says whether a name is that of a column, or a path into one.
func hasColumn(columns []rows.Column, name string) bool {
	return slices.ContainsFunc(columns, func(c rows.Column) bool {
		return c.Name == name || strings.HasPrefix(name, c.Name+".")
	})
}
