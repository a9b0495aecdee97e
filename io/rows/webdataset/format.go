package webdataset

import (
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// Name is that of the format.
const Name = "webdataset"

// Picture is the column of pictures.
const Picture = "image"

// key is the column of samples' names.
const key = "__key__"

// Format returns the format WebDataset.
func Format() input.Format {
	return input.Format{
		Name:    Name,
		Endings: []string{".tar", ".tgz"},
		Family:  Name,
		Untyped: true,
		Open: func(f input.File, cols table.Columns) (input.Reader, error) {
			return open(f, cols)
		},
		Columns: columns,
		Unify:   unify,
		Starts:  func(start []byte) bool { return len(start) >= 262 && string(start[257:262]) == "ustar" },
	}
}

// firstRows is how many samples tell the columns before the file is read whole.
const firstRows = 100

func columns(src input.File, _ table.Columns) ([]table.Column, error) {
	r, err := open(src, table.Columns{KeepAll: true})
	if err != nil {
		return nil, err
	}
	c, err := r.enter(0, 0)
	if err != nil {
		return nil, err
	}
	found := newSurvey()
	for range firstRows {
		s, err := c.next(texts)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		found.add(s)
	}
	return found.columns(), nil
}

// unify gives the files the same kept columns, of types that hold all files' values.
func unify(infos []*table.Info, _, _ []string) error {
	types, order := map[string]string{}, []string(nil)
	for _, info := range infos {
		for _, f := range info.Index.Fields {
			known, met := types[f.Name]
			if !met {
				order = append(order, f.Name)
			}
			types[f.Name] = table.Join(known, f.Type)
		}
	}
	var fields []table.Field
	for _, name := range order {
		fields = append(fields, table.Field{Name: name, Type: types[name]})
	}
	for _, info := range infos {
		info.Index.Fields, info.Kept = fields, kept.SchemaText(kept.Of(fields))
	}
	return nil
}
