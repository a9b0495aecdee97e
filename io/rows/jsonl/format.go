package jsonl

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// Name is that of the format.
const Name = "jsonl"

// Format returns the format JSON Lines.
func Format() input.Format {
	return input.Format{
		Name:    Name,
		Endings: []string{".jsonl", ".ndjson"},
		Family:  Name,
		Untyped: true,
		Open: func(f input.File, cols table.Columns) (input.Reader, error) {
			return open(f, cols)
		},
		Columns: columns,
		Style:   style,
		Unify:   func(infos []*table.Info, _, keep []string) error { return kept.Unify(infos, keep) },
		Sniff:   sniff,
	}
}

func open(src input.File, cols table.Columns) (*text.Reader, error) {
	file, err := text.Open(src, cols.Encoding)
	if err != nil {
		return nil, err
	}
	array, spread := jsonStyle(file.Head, file.Whole)
	return text.NewReader(file, &jsonl{cols: cols, array: array, spread: spread}), nil
}

func style(src input.File, cols table.Columns) (string, error) {
	file, err := text.Open(src, cols.Encoding)
	if err != nil {
		return "", err
	}
	return strings.Join(file.Style(), ", "), nil
}

// sniff recognises objects, even where the first one is broken.
func sniff(start input.Start) (bool, error) {
	line := bytes.TrimLeft(start.Line, " \t")
	array, _ := jsonStyle(start.Head, start.Whole)
	switch {
	case array || checkJSON(start.Line) == nil:
		return true, nil
	case bytes.HasPrefix(line, []byte("[")):
		return false, errors.New("it seems to be a JSON array, but not one of objects")
	default:
		return bytes.HasPrefix(line, []byte("{")), nil
	}
}

// firstRows is how many rows of JSON Lines tell their columns before the file is
// read whole.
const firstRows = 1000

// columns returns the columns that the first rows have.
func columns(src input.File, cols table.Columns) ([]table.Column, error) {
	r, err := open(src, table.Columns{KeepAll: true, Encoding: cols.Encoding})
	if err != nil {
		return nil, err
	}
	c, err := r.First()
	if err != nil {
		return nil, err
	}
	found := newKeys(table.Columns{KeepAll: true})
	for range firstRows {
		err := found.Take(c)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if len(found.order) == 0 {
		return nil, found.noObjects(c.Row)
	}
	return found.Columns(), nil
}
