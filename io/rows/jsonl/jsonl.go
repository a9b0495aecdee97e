package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/kept"
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

// put stores a value in a row.
type put func(*input.Row, gjson.Result) error

// Decoder implements text.Dialect.
func (j *jsonl) Decoder(fields []table.Field) func(text.Record, *input.Row) {
	puts := map[string][]put{}
	into := func(column string, p jsoncell.Put) {
		puts[column] = append(puts[column], func(row *input.Row, v gjson.Result) error { return p(&row.Row, v) })
	}
	add := func(name string, p jsoncell.Put) {
		into(name, p)
		for column, inside := range jsoncell.Splits(name) {
			into(column, inside.Put(p))
		}
	}
	if j.cols.URL != "" {
		add(j.cols.URL, jsoncell.URL)
	}
	if j.cols.Pictures {
		add(j.cols.Image, jsoncell.Picture)
	}
	if j.cols.Box != "" {
		add(j.cols.Box, jsoncell.Box)
	}
	if j.cols.Caption != "" {
		add(j.cols.Caption, jsoncell.Caption)
	}
	for i, name := range j.cols.Also {
		add(name, func(row *table.Row, v gjson.Result) error {
			row.Also[i] = jsoncell.Scalar(v)
			return nil
		})
	}
	for i, field := range fields {
		puts[field.Name] = append(puts[field.Name], func(row *input.Row, v gjson.Result) error {
			value, err := valueOf(v, field.Type)
			row.Kept[i] = kept.Value(value, i)
			return err
		})
	}
	return func(rec text.Record, row *input.Row) {
		number := row.Number
		empty := func() {
			*row = input.Row{Row: table.Row{Number: number, Also: input.NoValues(len(j.cols.Also))}, Kept: kept.Nulls(len(fields))}
		}
		empty()
		err := rec.Err
		if err == nil {
			eachMember(rec.Line, func(name string, v gjson.Result) {
				for _, p := range puts[name] {
					if e := p(row, v); e != nil {
						err = fmt.Errorf("column %q %w", name, e)
					}
				}
			})
		}
		if err != nil {
			empty()
			row.Invalid = err
		}
	}
}

// valueOf makes a kept value of the type that its column has.
func valueOf(v gjson.Result, columnType string) (parquet.Value, error) {
	switch own := jsoncell.TypeOf(v); {
	case own == table.TypeNull:
		return parquet.NullValue(), nil
	case columnType == table.TypeString:
		return parquet.ByteArrayValue([]byte(jsoncell.TextOf(v))), nil
	case columnType == table.TypeBool && own == table.TypeBool:
		return parquet.BooleanValue(v.Bool()), nil
	case columnType == table.TypeInt && own == table.TypeInt:
		return parquet.Int64Value(v.Int()), nil
	case columnType == table.TypeDouble && (own == table.TypeInt || own == table.TypeDouble):
		return parquet.DoubleValue(v.Float()), nil
	default: // the index is of other content
		return parquet.NullValue(), fmt.Errorf("is a %s, not a %s", own, columnType)
	}
}
