package jsonrecord

import (
	"encoding/json"
	"fmt"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Decode takes our own members from an object, the picture left out.
// Members are taken by their exact names: a kept one may have the name of one of
// ours in other letters.
func Decode(members map[string]json.RawMessage, s record.Schema) (*record.Record, error) {
	r := new(record.Record)
	var box []float64
	var numbers [4]int
	wanted := map[string]any{
		"id": &r.ID, "url": &r.URL, "box": &box,
		"width": &r.Width, "height": &r.Height, "format": &r.Format, "sha256": &r.SHA256,
		"source_width": &r.Source.Width, "source_height": &r.Source.Height, "source_format": &r.Source.Format,
	}
	if s.Score {
		wanted[record.ScoreColumn] = &r.Score
	}
	if s.Rescaled {
		wanted[record.RescaledColumn] = &r.Rescaled
	}
	if s.Exact {
		for i, name := range record.ExactColumns {
			wanted[name] = &numbers[i]
		}
	}
	for name, to := range wanted {
		if err := DecodeMember(members, name, to); err != nil {
			return nil, err
		}
	}
	if err := r.SetBox(box); err != nil {
		return nil, err
	}
	for i, n := range numbers {
		record.SetNumber(&r.Exact, i, n)
	}
	return r, nil
}

// DecodeMember takes one member from an object.
func DecodeMember(members map[string]json.RawMessage, name string, to any) error {
	text, found := members[name]
	if !found {
		return fmt.Errorf("no member %q", name)
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	return nil
}
