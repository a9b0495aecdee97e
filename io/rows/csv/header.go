package csv

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/beamcrop/beamcrop/io/rows/csv/delimited"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// dialectOf finds out how a table is written.
func dialectOf(file *text.File, format string, cols table.Columns) (delimited.Guess, error) {
	var delimiter byte
	switch len(cols.Delimiter) {
	case 0:
	case 1:
		delimiter = cols.Delimiter[0]
	default:
		return delimited.Guess{}, &input.OtherError{Err: fmt.Errorf("the delimiter %q is not one character of ASCII", cols.Delimiter)}
	}
	how := delimited.Sniff(file.Head, file.Whole, delimiter)
	if format == NameTabs {
		how.Dialect = delimited.Dialect{Delimiter: cmp.Or(delimiter, '\t')}
	}
	return how, nil
}

// readHeader names a file's columns by its first record.
func readHeader(file *text.File, format string, cols table.Columns) (*layout, error) {
	how, err := dialectOf(file, format, cols)
	if err != nil {
		return nil, err
	}
	t := &layout{how: how}
	start, err := file.FirstRows()
	if err != nil {
		return nil, err
	}
	records := t.Records(start)
	first, err := records.Next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file has no rows, not even a header")
	case err != nil:
		return nil, fmt.Errorf("the first row: %w", err)
	case first.Err != nil:
		return nil, fmt.Errorf("the first row: %w (choose the format with --input_format)", first.Err)
	case len(first.Fields) > table.MaxColumns:
		return nil, fmt.Errorf("the first row has more than %d fields (choose the format with --input_format)", table.MaxColumns)
	}
	t.header = cols.Header == table.HeaderYes || cols.Header != table.HeaderNo && !slices.ContainsFunc(first.Fields, isLink)
	fields, sample := first.Fields, t.sample(file)
	if t.header {
		fields = complete(fields, sample)
	}
	t.links = linksIn(sample, len(fields))
	for i, name := range fields {
		if !t.header || name == "" {
			name = fmt.Sprintf("column%d", i+1)
		}
		if !utf8.ValidString(name) {
			return nil, fmt.Errorf("the name of column %d is not UTF-8 text (choose with --encoding)", i+1)
		}
		t.names = append(t.names, name)
	}
	return t, nil
}

// sample returns the rows at the start of the file, without a header.
func (t *layout) sample(file *text.File) []delimited.Row {
	rows := delimited.Rows(t.how.Table(file.Head), file.Whole, t.how.LineEnd, t.how.Dialect)
	return rows[min(len(rows), t.Leading()):]
}

// complete adds a column without a name to a header that has one name less than
// every row has cells: the first one, which holds the names of rows as R and pandas
// write them, or the last one if it is empty because every line ends with a
// delimiter.
func complete(header []string, rows []delimited.Row) []string {
	empty := true
	for _, row := range rows {
		if len(row.Fields) != len(header)+1 {
			return header
		}
		empty = empty && row.Fields[len(header)] == ""
	}
	switch {
	case len(rows) == 0:
		return header
	case empty:
		return append(slices.Clip(header), "")
	default:
		return append([]string{""}, header...)
	}
}

// linksIn says of which columns every cell that is not empty is a link.
func linksIn(rows []delimited.Row, columns int) []bool {
	links := make([]bool, columns)
	for i := range links {
		for _, row := range rows {
			if i >= len(row.Fields) || row.Fields[i] == "" {
				continue
			}
			if links[i] = isLink(row.Fields[i]); !links[i] {
				break
			}
		}
	}
	return links
}

// isLink says whether a cell is a link, or starts with one.
func isLink(cell string) bool {
	cell = strings.ToLower(cell[:min(len(cell), len("https://"))])
	return strings.HasPrefix(cell, "http://") || cell == "https://"
}
