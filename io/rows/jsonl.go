package rows

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/delimited"
	"github.com/beamcrop/beamcrop/io/table"
)

// jsonl is JSON Lines: an object a line. Arrays of objects, and objects over several
// lines, are read as well.
type jsonl struct {
	cols          table.Columns
	array, spread bool // see jsonStyle
}

func openJSONL(src source, cols table.Columns) (*textReader, error) {
	file, err := openText(src, cols.Encoding)
	if err != nil {
		return nil, err
	}
	array, spread := jsonStyle(file.head, file.whole)
	return &textReader{file: file, dialect: &jsonl{cols: cols, array: array, spread: spread}}, nil
}

func (j *jsonl) records(text *stream) records {
	if j.array || j.spread {
		return &jsonValues{text: text, array: j.array}
	}
	return &jsonRecords{lines{text: text, end: '\n'}}
}

func (j *jsonl) leading() int                           { return 0 }
func (j *jsonl) fields(index table.Index) []table.Field { return index.Fields }

// jsonRecords are lines, of which those that are blank do not count.
type jsonRecords struct{ lines }

func (r *jsonRecords) next() (record, error) {
	line, err := r.nextRow()
	if err != nil {
		return record{}, err
	}
	return record{line: line, err: checkJSON(line)}, nil
}

func (r *jsonRecords) skip() error {
	_, err := r.nextRow()
	return err
}

func (r *jsonRecords) nextRow() ([]byte, error) {
	for {
		line, err := r.nextLine()
		if err != nil {
			return nil, err
		}
		if line = delimited.TrimEnd(line); !blank(line) {
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

// putJSON stores a value in a row.
type putJSON func(*Row, gjson.Result) error

func (j *jsonl) decoder(kept []table.Field) func(record, *Row) {
	puts := map[string][]putJSON{}
	add := func(name string, p putJSON) {
		puts[name] = append(puts[name], p)
		for column, inside := range splits(name) {
			puts[column] = append(puts[column], inside.put(p))
		}
	}
	if j.cols.URL != "" {
		add(j.cols.URL, putURL)
	}
	if j.cols.Box != "" {
		add(j.cols.Box, putBox)
	}
	if j.cols.Caption != "" {
		add(j.cols.Caption, putCaption)
	}
	for i, name := range j.cols.Also {
		add(name, func(row *Row, v gjson.Result) error {
			row.Also[i] = scalarOf(v)
			return nil
		})
	}
	for i, field := range kept {
		puts[field.Name] = append(puts[field.Name], func(row *Row, v gjson.Result) error {
			value, err := valueOf(v, field.Type)
			row.Kept[i] = keptValue(value, i)
			return err
		})
	}
	return func(rec record, row *Row) {
		number := row.Number
		empty := func() {
			*row = Row{Row: table.Row{Number: number, Also: noValues(len(j.cols.Also))}, Kept: nulls(len(kept))}
		}
		empty()
		err := rec.err
		if err == nil {
			eachMember(rec.line, func(name string, v gjson.Result) {
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
	switch own := typeOf(v); {
	case own == table.TypeNull:
		return parquet.NullValue(), nil
	case columnType == table.TypeString:
		return parquet.ByteArrayValue([]byte(textOf(v))), nil
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

// firstRows is how many rows of JSON Lines tell their columns before the file is
// read whole.
const firstRows = 1000

// firstKeys returns the columns that the first rows have.
func firstKeys(src source, encoding string) ([]table.Column, error) {
	r, err := openJSONL(src, table.Columns{KeepAll: true, Encoding: encoding})
	if err != nil {
		return nil, err
	}
	c, err := r.begin(r.file, nil)
	if err != nil {
		return nil, err
	}
	found := newKeys(table.Columns{KeepAll: true})
	for range firstRows {
		err := found.take(c)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if len(found.order) == 0 {
		return nil, found.noObjects(c.row)
	}
	return found.columns(), nil
}
