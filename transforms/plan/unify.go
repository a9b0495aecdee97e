package plan

import (
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// unify gives the files the same kept columns, which the output has only once, and
// checks what it takes all of them to check.
func unify(inspected []workplan.Inspected, o Options) error {
	if o.Columns.Partial {
		if err := table.CheckColumns(infosOf(inspected), o.Columns); err != nil {
			return joberror.Usagef("%w", err)
		}
		if err := checkFilter(inspected, o.Where); err != nil {
			return err
		}
	}
	own := inspected[0].File.Columns(o.Columns).OwnColumns()
	for _, family := range rows.Families() {
		infos, names := ofFormat(inspected, family)
		if len(infos) == 0 {
			continue
		}
		if err := rows.Unify(family[0], infos, names, own.Keep); err != nil {
			return joberror.Usagef("%w", err)
		}
		if rows.Untyped(family[0]) {
			if err := checkUntypedFilter(infos, o.Where); err != nil {
				return err
			}
		}
	}
	return sameKept(inspected, o.Columns)
}

func infosOf(inspected []workplan.Inspected) []*rows.Info {
	infos := make([]*rows.Info, len(inspected))
	for i := range inspected {
		infos[i] = &inspected[i].Info
	}
	return infos
}

func ofFormat(inspected []workplan.Inspected, formats []string) (infos []*rows.Info, names []string) {
	for i, f := range inspected {
		if slices.Contains(formats, f.File.Format) {
			infos, names = append(infos, &inspected[i].Info), append(names, f.File.Name)
		}
	}
	return infos, names
}

// sameKept checks that files of different formats agree on the kept columns.
func sameKept(inspected []workplan.Inspected, columns rows.Columns) error {
	first := inspected[0]
	for _, f := range inspected {
		if f.Info.Kept != first.Info.Kept {
			return joberror.Usagef("%s is %s and %s is %s, and they differ in the columns to keep: %s (name columns that they share, in the same order and of the same types, with --keep, or run them as two jobs)",
				first.File.Name, first.File.Format, f.File.Name, f.File.Format, difference(first, f, columns))
		}
	}
	return nil
}

// difference says in which kept column two files differ.
func difference(a, b workplan.Inspected, columns rows.Columns) string {
	typeIn := func(f workplan.Inspected, name string) string {
		for _, c := range f.Info.Columns {
			if c.Name == name {
				return table.TypeForPeople(c.Type)
			}
		}
		return "not"
	}
	for _, c := range slices.Concat(a.Info.Columns, b.Info.Columns) {
		mine, theirs := typeIn(a, c.Name), typeIn(b, c.Name)
		if columns.Keeps(c.Name) && mine != theirs {
			return fmt.Sprintf("column %q is %s in %s and %s in %s", c.Name, mine, a.File.Name, theirs, b.File.Name)
		}
	}
	return "their order, or what may be null"
}
