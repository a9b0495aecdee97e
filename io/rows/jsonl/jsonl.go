package jsonl

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsonrow"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// jsonl is JSON Lines: an object a line. Arrays of objects, and objects over several
// lines, are read as well.
type jsonl struct {
	cols          table.Columns
	array, spread bool // see jsonStyle
}

// Records implements text.Dialect.
func (j *jsonl) Records(s *text.Stream) text.Records {
	if j.array || j.spread {
		return &values{text: s, array: j.array}
	}
	return &lines{text.Lines{Text: s, End: '\n'}}
}

// Leading implements text.Dialect.
func (j *jsonl) Leading() int { return 0 }

// Fields implements text.Dialect.
func (j *jsonl) Fields(index table.Index) []table.Field { return index.Fields }

// lines are those of JSON Lines. Those that are blank do not count.
type lines struct{ text.Lines }

// Next implements text.Records.
func (r *lines) Next() (text.Record, error) {
	line, err := r.nextRow()
	if err != nil {
		return text.Record{}, err
	}
	return text.Record{Line: line, Err: checkJSON(line)}, nil
}

// Skip implements text.Records.
func (r *lines) Skip() error {
	_, err := r.nextRow()
	return err
}

func (r *lines) nextRow() ([]byte, error) {
	for {
		line, err := r.NextLine()
		if err != nil {
			return nil, err
		}
		if line = text.TrimEnd(line); !blank(line) {
			return line, nil
		}
	}
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// checkJSON says why a line is no JSON object.
func checkJSON(line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("the line is not UTF-8 text")
	}
	if !validJSON(line) && !validJSON(withoutNaN(line)) {
		var any any
		return fmt.Errorf("the line is not JSON: %w", json.Unmarshal(line, &any))
	}
	if bytes.TrimLeft(line, " \t")[0] != '{' {
		return errors.New("the line is not a JSON object")
	}
	return nil
}

// maxBrackets is up to how many of them a line may be checked by recursion.
const maxBrackets = 1000

// validJSON is json.Valid, in a third of the time. gjson goes down into what
// nests without a limit, so it gets no line that could nest deep.
func validJSON(line []byte) bool {
	if bytes.Count(line, []byte("["))+bytes.Count(line, []byte("{")) > maxBrackets {
		return json.Valid(line)
	}
	return gjson.ValidBytes(line)
}

// eachMember yields the members of an object. Of members of one name the last
// one counts.
func eachMember(line []byte, yield func(name string, value gjson.Result)) {
	gjson.ParseBytes(line).ForEach(func(name, value gjson.Result) bool {
		yield(name.String(), value)
		return true
	})
}

// Decoder implements text.Dialect.
func (j *jsonl) Decoder(fields []table.Field) func(text.Record, *input.Row) {
	decoder := jsonrow.NewDecoder(j.cols, fields)
	return func(rec text.Record, row *input.Row) {
		number := row.Number
		*row = decoder.Empty(number)
		err := rec.Err
		if err == nil {
			eachMember(rec.Line, func(name string, v gjson.Result) { err = cmp.Or(decoder.Add(row, name, v), err) })
		}
		if err != nil {
			*row = decoder.Empty(number)
			row.Invalid = err
		}
	}
}
