package mapping

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// lookedInto is how many files are looked into at once.
const lookedInto = 8

// Elsewhere looks for columns that flags name and the first file, which has those that
// are there, lacks in the other files, which it only then reads. It is partial if they may be there: then a
// file that lacks one has nulls. The plan is left to tell what JSON Lines have, and what
// is wrong with the other files.
func Elsewhere(ctx context.Context, store *files.Files, inputs []workplan.File, text rows.Columns, named []string, there []rows.Column) (found []rows.Column, partial bool) {
	missing := slices.DeleteFunc(slices.Clone(named), func(name string) bool { return hasColumn(there, name) })
	if len(inputs) == 1 || len(missing) == 0 {
		return nil, len(inputs) > 1
	}
	schemas := make([][]rows.Column, len(inputs))
	var group errgroup.Group
	group.SetLimit(lookedInto)
	for i, in := range inputs[1:] {
		group.Go(func() (err error) {
			schemas[i], err = schemaOf(ctx, store, in, text)
			return err
		})
	}
	partial = group.Wait() != nil || slices.ContainsFunc(inputs, func(f workplan.File) bool { return rows.Untyped(f.Format) })
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

// hasColumn says whether a name is that of a column, or a path into one.
func hasColumn(columns []rows.Column, name string) bool {
	return slices.ContainsFunc(columns, func(c rows.Column) bool {
		return c.Name == name || strings.HasPrefix(name, c.Name+".")
	})
}
