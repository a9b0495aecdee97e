package csv

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/csv/delimited"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// layout is how a file of CSV or TSV is laid out: records of as many fields as there are columns.
type layout struct {
	how    delimited.Guess
	header bool
	names  []string
	links  []bool // of columns; see Column
	// Positions of the columns that are read; -1 for none.
	url, image, box, caption int
	kept, also               []int
	read                     []int    // all of these
	lacking                  []string // columns that are not there; see Columns.Partial
}

// resolve finds the columns that are read.
func (t *layout) resolve(cols table.Columns) error {
	t.url, t.image, t.box, t.caption = -1, -1, -1, -1
	var err error
	if cols.URL != "" {
		if t.url, err = t.column(cols.URL, "--url_column"); err != nil {
			return err
		}
	}
	if cols.Image != "" {
		if t.image, err = t.column(cols.Image, "--image_column"); err != nil {
			return err
		}
		if !cols.Pictures {
			t.image = -1
		}
	}
	if cols.Box != "" {
		if t.box, err = t.find(cols, cols.Box, "--box_column"); err != nil {
			return err
		}
	}
	if cols.Caption != "" {
		if t.caption, err = t.find(cols, cols.Caption, "--caption_column"); err != nil {
			return err
		}
	}
	for _, name := range cols.Also {
		i, err := t.find(cols, name, "")
		if err != nil {
			return err
		}
		t.also = append(t.also, i)
	}
	for _, name := range cols.Keep {
		if _, err := t.find(cols, name, "--keep"); err != nil {
			return err
		}
	}
	for i, name := range t.names {
		if cols.Keeps(name) {
			t.kept = append(t.kept, i)
		}
	}
	t.read = slices.DeleteFunc(slices.Concat([]int{t.url, t.image, t.box, t.caption}, t.kept, t.also), func(i int) bool { return i < 0 })
	return nil
}

// find returns a column's position, -1 for one that the file may lack.
func (t *layout) find(cols table.Columns, name, flag string) (int, error) {
	i, err := t.column(name, flag)
	if err != nil && cols.MayLack(name, err) {
		t.lacking = append(t.lacking, name)
		err = nil
	}
	return i, err
}

func (t *layout) column(name, flag string) (int, error) {
	if i := slices.Index(t.names, name); i >= 0 {
		return i, nil
	}
	return -1, &table.MissingColumn{Name: name, There: t.names, Flag: flag}
}

// Columns implements text.Survey.
func (t *layout) Columns() []table.Column {
	var columns []table.Column
	for i, name := range t.names {
		columns = append(columns, table.Column{Name: name, Type: table.TypeString, Links: t.links[i]})
	}
	return columns
}

// Records implements text.Dialect.
func (t *layout) Records(s *text.Stream) text.Records {
	r := &records{Lines: text.Lines{Text: s, End: t.how.LineEnd}, splitter: delimited.NewSplitter(t.how.Dialect)}
	if s.First {
		r.leading = t.how.Leading
	}
	return r
}

// Leading implements text.Dialect.
func (t *layout) Leading() int {
	if t.header {
		return 1
	}
	return 0
}

// Fields are those that the files of a dataset share, or else the file's own.
func (t *layout) Fields(index table.Index) []table.Field {
	if index.Fields != nil {
		return index.Fields
	}
	return t.own()
}

// own are the file's kept columns. They are all text, whatever it looks like: a
// table does not tell 007 from 7.
func (t *layout) own() []table.Field {
	var fields []table.Field
	for _, i := range t.kept {
		fields = append(fields, table.Field{Name: t.names[i], Type: table.TypeString})
	}
	return fields
}

// places returns where the fields lie in a record, -1 for those that are not there.
func (t *layout) places(fields []table.Field) []int {
	if fields == nil || slices.Equal(fields, t.own()) {
		return t.kept
	}
	places := make([]int, len(fields))
	for i, f := range fields {
		places[i] = slices.Index(t.names, f.Name)
	}
	return places
}

// Decoder implements text.Dialect.
func (t *layout) Decoder(fields []table.Field) func(text.Record, *input.Row) {
	places := t.places(fields)
	return func(rec text.Record, row *input.Row) {
		if row.Invalid = t.check(rec); row.Invalid != nil {
			row.Kept, row.Also = kept.Nulls(len(places)), input.NoValues(len(t.also))
			return
		}
		if t.url >= 0 {
			row.URL = rec.Fields[t.url]
		}
		if t.image >= 0 {
			row.Picture.Data = []byte(rec.Fields[t.image])
		}
		if t.box >= 0 {
			row.Box.Text = rec.Fields[t.box]
		}
		if t.caption >= 0 {
			row.Caption = rec.Fields[t.caption]
			row.HasCaption = row.Caption != ""
		}
		for column, i := range places {
			v := parquet.NullValue()
			if i >= 0 && rec.Fields[i] != "" {
				v = parquet.ByteArrayValue([]byte(rec.Fields[i]))
			}
			row.Kept = append(row.Kept, kept.Value(v, column))
		}
		for _, i := range t.also {
			var v any
			if i >= 0 && rec.Fields[i] != "" {
				v = rec.Fields[i]
			}
			row.Also = append(row.Also, v)
		}
	}
}

// check says what makes a record no row of the table.
func (t *layout) check(rec text.Record) error {
	if rec.Err != nil {
		return rec.Err
	}
	if len(rec.Fields) != len(t.names) {
		return fmt.Errorf("the row has %d fields, not %d", len(rec.Fields), len(t.names))
	}
	for _, i := range t.read {
		if !utf8.ValidString(rec.Fields[i]) {
			return fmt.Errorf("column %q is not UTF-8 text", t.names[i])
		}
	}
	return nil
}

// Survey implements text.Dialect. A table has nothing to find out.
func (t *layout) Survey() text.Survey { return t }

// Take implements text.Survey.
func (t *layout) Take(c *text.Cursor) error { return c.Skip() }

// End implements text.Survey.
func (t *layout) End(int64) ([]table.Field, error) { return t.own(), nil }

// Lacks implements text.Survey.
func (t *layout) Lacks() []string { return t.lacking }
