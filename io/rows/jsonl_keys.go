package rows

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/table"
)

// keys finds out which names the members of objects have, and of which type the
// values are.
type keys struct {
	cols    table.Columns
	types   map[string]string
	order   []string // as they are first met
	broken  error    // the first row that is none
	lacking []string // columns that no row has; see Columns.Partial
}

func newKeys(cols table.Columns) *keys { return &keys{cols: cols, types: map[string]string{}} }

func (j *jsonl) survey() survey { return newKeys(j.cols) }

func (k *keys) take(c *textCursor) error {
	rec, err := c.next()
	if err != nil {
		return err
	}
	return k.add(rec)
}

func (k *keys) add(rec record) error {
	if rec.err != nil {
		if k.broken == nil {
			k.broken = rec.err
		}
		return nil
	}
	var tooMany error
	eachMember(rec.line, func(name string, v gjson.Result) {
		known, met := k.types[name]
		switch {
		case met:
			k.types[name] = table.Join(known, typeOf(v))
		case len(k.order) < table.MaxColumns:
			k.types[name] = typeOf(v)
			k.order = append(k.order, name)
		case k.cols.KeepAll:
			tooMany = fmt.Errorf("the objects have more than %d different names: choose the columns to keep with --keep", table.MaxColumns)
		}
	})
	return tooMany
}

func (k *keys) columns() []table.Column {
	var columns []table.Column
	for _, name := range k.order {
		columns = append(columns, table.Column{Name: name, Type: k.types[name]})
	}
	return columns
}

// end returns the kept columns, and checks that the others are there.
func (k *keys) end(rows int64) ([]table.Field, error) {
	if rows > 0 && len(k.order) == 0 {
		return nil, k.noObjects(rows)
	}
	if rows > 0 {
		if err := k.checkRoles(); err != nil {
			return nil, err
		}
	}
	return k.fields(), nil
}

func (k *keys) checkRoles() error {
	for _, role := range []struct{ name, flag string }{
		{k.cols.URL, "--url_column"}, {k.cols.Box, "--box_column"}, {k.cols.Caption, "--caption_column"},
	} {
		if err := k.lack(role.name, role.flag); err != nil {
			return err
		}
	}
	for _, name := range k.cols.Also {
		if err := k.lack(name, ""); err != nil {
			return err
		}
	}
	return nil
}

// lack notes a column that no row has, unless that is an error.
func (k *keys) lack(name, flag string) error {
	if name == "" || k.has(name) {
		return nil
	}
	if err := (&table.MissingColumn{Name: name, There: k.order, Flag: flag}); !k.cols.MayLack(name, err) {
		return err
	}
	k.lacking = append(k.lacking, name)
	return nil
}

func (k *keys) lacks() []string { return k.lacking }

// has says whether any row has a column of that name, or one that nests what is
// called so.
func (k *keys) has(name string) bool {
	isColumn := func(name string) bool { _, met := k.types[name]; return met }
	_, _, nested := splitPath(name, isColumn)
	return isColumn(name) || nested
}

// fields returns the kept columns: as they were met, then those that were not.
func (k *keys) fields() []table.Field {
	var fields []table.Field
	for _, name := range k.order {
		if k.cols.Keeps(name) {
			fields = append(fields, table.Field{Name: name, Type: k.types[name]})
		}
	}
	for _, name := range k.cols.Keep {
		if _, met := k.types[name]; !met && !slices.Contains(fields, table.Field{Name: name}) {
			fields = append(fields, table.Field{Name: name})
		}
	}
	return fields
}

// noObjects says what a file holds instead.
func (k *keys) noObjects(rows int64) error {
	if k.broken == nil {
		return errors.New("the file has no rows")
	}
	return fmt.Errorf("none of the first %d rows is a JSON object; of the first, %w", rows, k.broken)
}

// Unify gives the files of one dataset of text the same kept columns, each with the
// type that holds all files' values: a file alone cannot know that a column that is
// 1, 2, 3 in it is 0.5 in the next. What a file lacks is null there. It is an error
// if a column of keep is in no file.
func Unify(infos []*table.Info, keep []string) error {
	types := map[string]string{}
	var order []string
	for _, info := range infos {
		for _, f := range info.Index.Fields {
			known, met := types[f.Name]
			if !met {
				order = append(order, f.Name)
			}
			types[f.Name] = table.Join(known, f.Type)
		}
	}
	for _, name := range keep {
		if types[name] == table.TypeUnseen && len(infos) > 0 {
			return fmt.Errorf("no column %q in any row (choose with --keep)", name)
		}
	}
	var fields []table.Field
	for _, name := range order {
		fields = append(fields, table.Field{Name: name, Type: types[name]})
	}
	for _, info := range infos {
		info.Index.Fields = fields
		info.Kept = schemaText(keptOf(fields))
	}
	return nil
}
