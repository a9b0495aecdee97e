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
		Unify:   func(infos []*table.Info, _, keep []string) error { return kept.Unify(infos, keep) },
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
	c, err := r.start()
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
