package jsonl

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/text"
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

// Survey implements text.Dialect.
func (j *jsonl) Survey() text.Survey { return newKeys(j.cols) }

// Take implements text.Survey.
func (k *keys) Take(c *text.Cursor) error {
	rec, err := c.Next()
	if err != nil {
		return err
	}
	return k.add(rec)
}

func (k *keys) add(rec text.Record) error {
	if rec.Err != nil {
		if k.broken == nil {
			k.broken = rec.Err
		}
		return nil
	}
	var tooMany error
	eachMember(rec.Line, func(name string, v gjson.Result) {
		known, met := k.types[name]
		switch {
		case met:
			k.types[name] = table.Join(known, jsoncell.TypeOf(v))
		case len(k.order) < table.MaxColumns:
			k.types[name] = jsoncell.TypeOf(v)
			k.order = append(k.order, name)
		case k.cols.KeepAll:
			tooMany = fmt.Errorf("the objects have more than %d different names: choose the columns to keep with --keep", table.MaxColumns)
		}
	})
	return tooMany
}

// Columns implements text.Survey.
func (k *keys) Columns() []table.Column {
	var columns []table.Column
	for _, name := range k.order {
		columns = append(columns, table.Column{Name: name, Type: k.types[name]})
	}
	return columns
}

// End returns the kept columns, and checks that the others are there.
func (k *keys) End(rows int64) ([]table.Field, error) {
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
		{k.cols.URL, "--url_column"}, {k.cols.Image, "--image_column"}, {k.cols.Box, "--box_column"}, {k.cols.Caption, "--caption_column"},
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

// Lacks implements text.Survey.
func (k *keys) Lacks() []string { return k.lacking }

// has says whether any row has a column of that name, or one that nests what is
// called so.
func (k *keys) has(name string) bool {
	isColumn := func(name string) bool { _, met := k.types[name]; return met }
	_, _, nested := jsoncell.SplitPath(name, isColumn)
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
