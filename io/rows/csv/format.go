package csv

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows/csv/delimited"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// The names of the two formats.
const (
	NameCommas = "csv"
	NameTabs   = "tsv"
)

// Commas returns the format CSV.
func Commas() input.Format {
	f := format(NameCommas)
	f.Sniff = func(start input.Start) (bool, error) {
		return !has(start.Line, "\t") && has(start.Line, ",;|"), nil
	}
	return f
}

// Tabs returns the format TSV, of which a list of links is one column.
func Tabs() input.Format {
	f := format(NameTabs)
	f.Sniff = func(start input.Start) (bool, error) {
		return delimited.IsList(start.Head, start.Whole, '\n') || has(start.Line, "\t") && !has(start.Line, ","), nil
	}
	return f
}

func has(line []byte, any string) bool { return bytes.ContainsAny(line, any) }

func format(name string) input.Format {
	return input.Format{
		Name:    name,
		Endings: []string{"." + name},
		Family:  "table",
		Open: func(f input.File, cols table.Columns) (input.Reader, error) {
			return open(f, name, cols)
		},
		Columns: func(f input.File, cols table.Columns) ([]table.Column, error) { return columns(f, name, cols) },
		Style:   func(f input.File, cols table.Columns) (string, error) { return style(f, name, cols) },
		Unify:   unify,
	}
}

// open reads what names the columns.
func open(src input.File, name string, cols table.Columns) (*text.Reader, error) {
	file, err := text.Open(src, cols.Encoding)
	if err != nil {
		return nil, err
	}
	t, err := readHeader(file, name, cols)
	if err != nil {
		return nil, err
	}
	if err := t.resolve(cols); err != nil {
		return nil, err
	}
	return text.NewReader(file, t), nil
}

func columns(src input.File, name string, cols table.Columns) ([]table.Column, error) {
	file, err := text.Open(src, cols.Encoding)
	if err != nil {
		return nil, err
	}
	t, err := readHeader(file, name, cols)
	if err != nil {
		return nil, err
	}
	return t.Columns(), nil
}

// style says what stands between cells, and what the encoding is.
func style(src input.File, name string, cols table.Columns) (string, error) {
	file, err := text.Open(src, cols.Encoding)
	if err != nil {
		return "", err
	}
	found := file.Style()
	how, err := dialectOf(file, name, cols)
	switch {
	case err != nil:
		return "", err
	case how.Delimiter == 0:
		found = append(found, "a list of links")
	case name == NameCommas && how.Delimiter == '\t':
		found = append(found, "cells parted by tabs")
	case name == NameCommas && how.Delimiter != ',':
		found = append(found, fmt.Sprintf("cells parted by %q", string(how.Delimiter)))
	}
	if how.Escape != 0 {
		found = append(found, `quotes escaped by \`)
	}
	return strings.Join(found, ", "), nil
}

// unify leaves files alone that agree.
func unify(infos []*table.Info, _, keep []string) error {
	if table.SameKept(infos) {
		return nil
	}
	return kept.Unify(infos, keep)
}
