package webdataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/table"
)

// eachField yields a sample's fields; of those of one name the last one counts. An
// error says what makes this row invalid.
func (s *sample) eachField(yield func(name string, value gjson.Result)) error {
	if s.invalid != nil {
		return s.invalid
	}
	for _, text := range []*string{&s.key, s.txt, s.cls} {
		if text != nil && !utf8.ValidString(*text) {
			return errors.New("its text is not UTF-8")
		}
	}
	yield(key, textOf(s.key))
	if s.json != nil {
		if !json.Valid(s.json) || !utf8.Valid(s.json) || !gjson.ParseBytes(s.json).IsObject() {
			return fmt.Errorf("its %s.json is not a JSON object", s.key)
		}
		gjson.ParseBytes(s.json).ForEach(func(name, value gjson.Result) bool {
			if name.Str != Picture && name.Str != key {
				yield(name.Str, value)
			}
			return true
		})
	}
	if s.txt != nil {
		yield("txt", textOf(*s.txt))
	}
	if s.cls != nil {
		class := textOf(*s.cls)
		if n, err := strconv.ParseInt(*s.cls, 10, 64); err == nil {
			class = gjson.Result{Type: gjson.Number, Raw: strconv.FormatInt(n, 10), Num: float64(n)}
		}
		yield("cls", class)
	}
	return nil
}

func textOf(text string) gjson.Result {
	return gjson.Result{Type: gjson.String, Str: text, Raw: strconv.Quote(text)}
}

// survey finds out which columns samples have, and of which types.
type survey struct {
	types map[string]string
	order []string
}

func newSurvey() *survey { return &survey{types: map[string]string{}} }

func (f *survey) add(s *sample) {
	_ = s.eachField(func(name string, v gjson.Result) { // reading the row says what is wrong with it
		known, met := f.types[name]
		if !met && len(f.order) == table.MaxColumns {
			return
		}
		if !met {
			f.order = append(f.order, name)
		}
		f.types[name] = table.Join(known, jsoncell.TypeOf(v))
	})
}

func (f *survey) columns() []table.Column {
	columns := []table.Column{{Name: Picture, Type: "binary", Pictures: true}}
	for _, name := range f.order {
		columns = append(columns, table.Column{Name: name, Type: f.types[name]})
	}
	return columns
}

// end returns the kept columns and those that are lacking, and checks the others.
func (f *survey) end(cols table.Columns) (fields []table.Field, lacks []string, err error) {
	if len(f.order) == 0 {
		return nil, nil, errors.New("the tar holds no samples: members such as 000.jpg and 000.json")
	}
	for _, role := range append([][2]string{
		{cols.URL, "--url_column"}, {cols.Box, "--box_column"}, {cols.Caption, "--caption_column"},
	}, others(cols)...) {
		missing := &table.MissingColumn{Name: role[0], There: f.order, Flag: role[1]}
		switch {
		case role[0] == "" || f.has(role[0]):
		case cols.MayLack(role[0], missing):
			lacks = append(lacks, role[0])
		default:
			return nil, nil, missing
		}
	}
	for _, name := range f.order {
		if cols.Keeps(name) {
			fields = append(fields, table.Field{Name: name, Type: f.types[name]})
		}
	}
	return fields, lacks, nil
}

func others(cols table.Columns) (all [][2]string) {
	for _, name := range cols.Also {
		all = append(all, [2]string{name, ""})
	}
	for _, name := range cols.Keep {
		all = append(all, [2]string{name, "--keep"})
	}
	return all
}

// has says whether there is a column of that name, or one that nests what is called so.
func (f *survey) has(name string) bool {
	_, _, nested := jsoncell.SplitPath(name, func(name string) bool { return slices.Contains(f.order, name) })
	return nested || slices.Contains(f.order, name)
}
