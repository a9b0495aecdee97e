package rows

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// maxColumns is how many columns text may have. What has more is no table.
const maxColumns = 10_000

// table is CSV or TSV: records of as many fields as the first one has.
type table struct {
	format string
	header bool
	names  []string
	// Positions of the columns that are read; -1 for none.
	url, box, caption int
	kept, also        []int
}

func openTable(src source, format string, cols Columns) (*textReader, error) {
	file, err := openText(src)
	if err != nil {
		return nil, err
	}
	t, err := readHeader(file, format, cols.Header)
	if err != nil {
		return nil, err
	}
	if err := t.resolve(cols); err != nil {
		return nil, err
	}
	return &textReader{file: file, dialect: t}, nil
}

// readHeader names a file's columns by its first record.
func readHeader(file *textFile, format, header string) (*table, error) {
	text, err := file.start(textSize)
	if err != nil {
		return nil, err
	}
	t := &table{format: format}
	first, err := t.records(text).next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file has no rows, not even a header")
	case err != nil:
		return nil, fmt.Errorf("the first row: %w", err)
	case first.err != nil:
		return nil, fmt.Errorf("the first row: %w (choose the format with --input_format)", first.err)
	case len(first.fields) > maxColumns:
		return nil, fmt.Errorf("the first row has %d fields, more than %d (choose the format with --input_format)", len(first.fields), maxColumns)
	}
	t.header = header == HeaderYes || header != HeaderNo && !slices.ContainsFunc(first.fields, isLink)
	for i, name := range first.fields {
		if !t.header || name == "" {
			name = fmt.Sprintf("column%d", i+1)
		}
		if !utf8.ValidString(name) {
			return nil, fmt.Errorf("the name of column %d is not UTF-8 text", i+1)
		}
		t.names = append(t.names, name)
	}
	return t, nil
}

// isLink says whether a cell is a link, or starts with one.
func isLink(cell string) bool {
	cell = strings.ToLower(cell[:min(len(cell), len("https://"))])
	return strings.HasPrefix(cell, "http://") || cell == "https://"
}

// resolve finds the columns that are read.
func (t *table) resolve(cols Columns) error {
	t.url, t.box, t.caption = -1, -1, -1
	var err error
	if cols.URL != "" {
		if t.url, err = t.column(cols.URL, "--url_column"); err != nil {
			return err
		}
	}
	if cols.Box != "" {
		if t.box, err = t.column(cols.Box, "--box_column"); err != nil {
			return err
		}
	}
	if cols.Caption != "" {
		if t.caption, err = t.column(cols.Caption, "--caption_column"); err != nil {
			return err
		}
	}
	for _, name := range cols.Also {
		i, err := t.column(name, "")
		if err != nil {
			return err
		}
		t.also = append(t.also, i)
	}
	for _, name := range cols.Keep {
		if _, err := t.column(name, "--keep"); err != nil {
			return err
		}
	}
	for i, name := range t.names {
		if cols.keeps(name) {
			t.kept = append(t.kept, i)
		}
	}
	return nil
}

// keeps says whether a column of that name is kept.
func (c Columns) keeps(name string) bool {
	mapped := name == c.URL || name == c.Box || name == c.Caption
	return c.KeepAll && !mapped || slices.Contains(c.Keep, name)
}

func (t *table) column(name, flag string) (int, error) {
	if i := slices.Index(t.names, name); i >= 0 {
		return i, nil
	}
	return -1, noColumn(name, flag, t.names)
}

// maxListed is how many columns an error names.
const maxListed = 100

func noColumn(name, flag string, names []string) error {
	if flag != "" {
		flag = " (choose with " + flag + ")"
	}
	listed := strings.Join(names[:min(len(names), maxListed)], ", ")
	if more := len(names) - maxListed; more > 0 {
		listed += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("no column %q; the columns are: %s%s", name, listed, flag)
}

func (t *table) columns() []Column {
	var columns []Column
	for _, name := range t.names {
		columns = append(columns, Column{Name: name, Type: typeString})
	}
	return columns
}

func (t *table) records(text *stream) records {
	if t.format == FormatTSV {
		return &tsvRecords{lines: lines{text: text}}
	}
	return newCSVRecords(text)
}

func (t *table) leading() int {
	if t.header {
		return 1
	}
	return 0
}

// fields are all text, whatever it looks like: a table does not tell 007 from 7.
func (t *table) fields(Index) []Field {
	var fields []Field
	for _, i := range t.kept {
		fields = append(fields, Field{Name: t.names[i], Type: typeString})
	}
	return fields
}

func (t *table) decoder([]Field) func(record, *Row) {
	return func(rec record, row *Row) {
		if row.Invalid = t.check(rec); row.Invalid != nil {
			row.Kept, row.Also = nulls(len(t.kept)), noValues(len(t.also))
			return
		}
		if t.url >= 0 {
			row.URL = rec.fields[t.url]
		}
		if t.box >= 0 {
			row.Box.Text = rec.fields[t.box]
		}
		if t.caption >= 0 {
			row.Caption = rec.fields[t.caption]
			row.HasCaption = row.Caption != ""
		}
		for column, i := range t.kept {
			v := parquet.NullValue()
			if cell := rec.fields[i]; cell != "" {
				v = parquet.ByteArrayValue([]byte(cell))
			}
			row.Kept = append(row.Kept, keptValue(v, column))
		}
		for _, i := range t.also {
			var v any
			if cell := rec.fields[i]; cell != "" {
				v = cell
			}
			row.Also = append(row.Also, v)
		}
	}
}

// check says what makes a record no row of the table.
func (t *table) check(rec record) error {
	if rec.err != nil {
		return rec.err
	}
	if len(rec.fields) != len(t.names) {
		return fmt.Errorf("the row has %d fields, not %d", len(rec.fields), len(t.names))
	}
	read := slices.Concat([]int{t.url, t.box, t.caption}, t.kept, t.also)
	for _, i := range read {
		if i >= 0 && !utf8.ValidString(rec.fields[i]) {
			return fmt.Errorf("column %q is not UTF-8 text", t.names[i])
		}
	}
	return nil
}

// A table has nothing to find out.
func (t *table) survey() survey             { return t }
func (t *table) add(record) error           { return nil }
func (t *table) end(int64) ([]Field, error) { return nil, nil }
