package jsoncell

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/table"
)

// Put stores a value in a row.
type Put func(*table.Row, gjson.Result) error

// URL reads links: text, or a list of texts, which are joined.
func URL(row *table.Row, v gjson.Result) error {
	texts, ok := textsOf(v)
	if !ok {
		return errNoTexts
	}
	row.URL = strings.Join(texts, ", ")
	return nil
}

// Caption reads captions: text, or a list of texts.
func Caption(row *table.Row, v gjson.Result) error {
	row.Caption, row.HasCaption, row.Captions = "", false, nil
	switch {
	case v.Type == gjson.Null:
	case v.Type == gjson.String:
		row.Caption, row.HasCaption = v.Str, true
	case v.IsArray():
		return putCaptions(row, v.Array())
	default:
		return errNoTexts
	}
	return nil
}

func putCaptions(row *table.Row, list []gjson.Result) error {
	for _, v := range list {
		switch v.Type {
		case gjson.Null:
		case gjson.String:
			row.AddCaption(v.Str)
		default:
			return errNoTexts
		}
	}
	return nil
}

var errNoTexts = errors.New("is neither text nor a list of texts")

// Box reads boxes: a list of numbers, or any other value's text.
func Box(row *table.Row, v gjson.Result) error {
	row.Box = table.Box{}
	if v.Type == gjson.Null {
		return nil
	}
	if numbers, ok := numbersIn(v); ok {
		row.Box.Numbers = numbers
		return nil
	}
	row.Box.Text = TextOf(v)
	return nil
}

// textsOf returns the texts of a list, or the only one; nulls are left out.
func textsOf(v gjson.Result) (texts []string, ok bool) {
	values := []gjson.Result{v}
	if v.IsArray() {
		values = v.Array()
	}
	for _, value := range values {
		switch value.Type {
		case gjson.Null:
		case gjson.String:
			if value.Str != "" {
				texts = append(texts, value.Str)
			}
		default:
			return nil, false
		}
	}
	return texts, true
}

// numbersIn returns the numbers of a flat list, nil for an empty one.
func numbersIn(v gjson.Result) (numbers []float64, ok bool) {
	if !v.IsArray() {
		return nil, false
	}
	ok = true
	v.ForEach(func(_, value gjson.Result) bool { // Array leaves out what is not JSON, such as NaN
		switch value.Type {
		case gjson.Null:
			numbers = append(numbers, math.NaN())
		case gjson.Number:
			numbers = append(numbers, value.Num)
		default:
			numbers, ok = nil, false
		}
		return ok
	})
	return numbers, ok
}

// TextOf returns a text, or any other value as it is written.
func TextOf(v gjson.Result) string {
	if v.Type == gjson.String {
		return v.Str
	}
	return v.Raw
}

// TypeOf returns the type of a value. A number that a double or an int64 cannot
// hold is text, for its digits are meant, as in a hash of 64 bits.
func TypeOf(v gjson.Result) string {
	switch v.Type {
	case gjson.Null:
		return table.TypeNull
	case gjson.True, gjson.False:
		return table.TypeBool
	case gjson.Number:
		return numberType(v.Raw)
	default:
		return table.TypeString
	}
}

func numberType(text string) string {
	if isNaN(text) {
		return table.TypeDouble
	}
	if strings.ContainsAny(text, ".eE") {
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return table.TypeDouble
		}
		return table.TypeString
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return table.TypeInt
	}
	return table.TypeString
}

// Scalar returns nil, a bool, an int64, a float64 or a string.
func Scalar(v gjson.Result) any {
	switch TypeOf(v) {
	case table.TypeNull:
		return nil
	case table.TypeBool:
		return v.Bool()
	case table.TypeInt:
		return v.Int()
	case table.TypeDouble:
		return v.Float()
	default:
		return TextOf(v)
	}
}

func isNaN(text string) bool { return text == "NaN" || text == "Infinity" || text == "-Infinity" }
