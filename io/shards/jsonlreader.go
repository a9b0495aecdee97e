package shards

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonlReader reads JSON lines.
type jsonlReader struct {
	decoder *json.Decoder
	schema  Schema
}

func newJSONLReader(r io.ReaderAt, size int64, s Schema) *jsonlReader {
	return &jsonlReader{decoder: json.NewDecoder(io.NewSectionReader(r, 0, size)), schema: s}
}

func (j *jsonlReader) next() (*Record, error) {
	var members map[string]json.RawMessage
	if err := j.decoder.Decode(&members); err != nil {
		return nil, err
	}
	record, err := decodeRecord(members, j.schema)
	if err != nil {
		return nil, err
	}
	if err := decodeMember(members, "image", &record.Image); err != nil {
		return nil, err
	}
	return record, nil
}

func (*jsonlReader) close() error { return nil }

// decodeRecord takes our own members from an object, the picture left out.
// Members are taken by their exact names: a kept one may have the name of one of
// ours in other letters.
func decodeRecord(members map[string]json.RawMessage, s Schema) (*Record, error) {
	r := new(Record)
	var box []float64
	var numbers [4]int
	wanted := map[string]any{
		"id": &r.ID, "url": &r.URL, "box": &box,
		"width": &r.Width, "height": &r.Height, "format": &r.Format, "sha256": &r.SHA256,
		"source_width": &r.Source.Width, "source_height": &r.Source.Height, "source_format": &r.Source.Format,
	}
	if s.Score {
		wanted[scoreColumn] = &r.Score
	}
	if s.Rescaled {
		wanted[rescaledColumn] = &r.Rescaled
	}
	if s.Exact {
		for i, name := range exactColumns {
			wanted[name] = &numbers[i]
		}
	}
	for name, to := range wanted {
		if err := decodeMember(members, name, to); err != nil {
			return nil, err
		}
	}
	if err := r.setBox(box); err != nil {
		return nil, err
	}
	for i, n := range numbers {
		setNumber(&r.Exact, i, n)
	}
	return r, nil
}

func decodeMember(members map[string]json.RawMessage, name string, to any) error {
	text, found := members[name]
	if !found {
		return fmt.Errorf("no member %q", name)
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	return nil
}

var errBox = errors.New("a box has four numbers")

// setBox sets the record's box; of no numbers, it has none.
func (r *Record) setBox(numbers []float64) error {
	if len(numbers) == 0 {
		return nil
	}
	if len(numbers) != 4 {
		return errBox
	}
	r.Box = (*[4]float64)(numbers)
	return nil
}
