package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/where"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// match reads the columns that a filter names, all rows of them, and returns which
// rows match: rows by the thousand are in memory at a time, and the selection.
func match(ctx context.Context, file files.File, f workplan.Inspected, columns rows.Columns, filter string) (workplan.Matched, error) {
	matched := workplan.Matched{Filtered: true}
	compiled, err := compile(filter, f, columns.Partial)
	if err != nil {
		return matched, fmt.Errorf("--where: %w", err)
	}
	var matching table.SelectionBuilder
	columns.URL, columns.Box, columns.Caption, columns.KeepAll, columns.Keep = "", "", "", false, nil
	columns.Also, columns.Encoding = compiled.Columns(), f.Info.Index.Encoding
	err = rows.Head(ctx, file, f.File.Format, f.File.Columns(columns), f.Info.Rows, func(row rows.Row) error {
		is, err := false, row.Invalid
		if err == nil {
			is, err = compiled.Match(row.Also)
		}
		if err != nil {
			if matched.Unclear++; matched.Unclear == 1 {
				matched.Why = fmt.Sprintf("%s#%d: %v", f.File.Name, row.Number, err)
			}
		}
		if is {
			matching.Add(row.Number)
		}
		return nil
	})
	matched.Rows = matching.Selection()
	return matched, err
}

// compile compiles a filter over a file. What the file may lack, since another of its
// dataset has it, is null.
func compile(filter string, f workplan.Inspected, partial bool) (*where.Filter, error) {
	columns := columnsOf(f)
	if !partial || columns.Open {
		return where.Compile(filter, columns)
	}
	open := columns
	open.Open = true
	compiled, err := where.Compile(filter, open)
	if err != nil {
		return nil, err
	}
	columns.Known = slices.Clip(columns.Known)
	for _, name := range compiled.Columns() {
		if !slices.ContainsFunc(columns.Known, func(c rows.Column) bool { return c.Name == name }) {
			columns.Known = append(columns.Known, rows.Column{Name: name, Type: "null"})
		}
	}
	return where.Compile(filter, columns)
}

// checkFilter checks that each column that a filter names is in one of the files.
func checkFilter(inspected []workplan.Inspected, filter string) error {
	if filter == "" {
		return nil
	}
	known := where.Columns{Known: table.Union(infosOf(inspected))}
	for i := range known.Known {
		known.Known[i].Type = "null" // types were checked in each file
	}
	if _, err := where.Compile(filter, known); err != nil {
		return joberror.Usagef("--where: %w", err)
	}
	return nil
}

// columnsOf returns what a filter over a file may name: of an untyped format, such as
// JSON Lines, also what only other files have, which is null in this one, and values of
// any type, for the types of this file alone say nothing.
func columnsOf(f workplan.Inspected) where.Columns {
	return where.Columns{Known: f.Info.Columns, Mixed: rows.Untyped(f.File.Format), Open: rows.Untyped(f.File.Format)}
}

// checkUntypedFilter checks a filter on the columns that all files of an untyped format have
// between them. Of other files each was checked by itself.
func checkUntypedFilter(infos []*rows.Info, filter string) error {
	if filter == "" || len(infos) == 0 {
		return nil
	}
	if _, err := where.Compile(filter, where.Columns{Known: table.Union(infos), Mixed: true}); err != nil {
		return joberror.Usagef("--where: %w", err)
	}
	return nil
}

// Unclear returns of how many rows a filter cannot be told, and why of the first.
func Unclear(inspected []workplan.Inspected) (n int64, why string) {
	for _, f := range inspected {
		if n == 0 {
			why = f.Matched.Why
		}
		n += f.Matched.Unclear
	}
	return n, why
}

func noMatch(inspected []workplan.Inspected, filter string) error {
	var total int64
	for _, f := range inspected {
		total += f.Info.Rows
	}
	if n, why := Unclear(inspected); n > 0 {
		return joberror.Usagef("none of %d rows matches --where=%s, which cannot be told of %d of them, first of %s", total, filter, n, why)
	}
	return joberror.Usagef("none of %d rows matches --where=%s", total, filter)
}
