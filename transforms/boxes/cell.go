package boxes

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/io/table"
)

// entry is the numbers of one box as a cell has them.
type entry struct {
	numbers []float64
	formats []string // what the names of the numbers allow; empty: they have none
}

var errEmpty = errors.New("the box is empty")

// parse reads a cell whatever it holds: numbers, text, JSON. Several says that
// it holds a list of boxes, be it of one or none. An empty cell has no entry.
func parse(cell table.Box) (entries []entry, several bool, err error) {
	if len(cell.Numbers) > 0 {
		return []entry{{numbers: cell.Numbers}}, false, nil
	}
	text := strings.TrimSpace(cell.Text)
	switch {
	case text == "" || text == "null":
		return nil, false, nil
	case text[0] == '[' || text[0] == '{':
		return parseJSON(text)
	}
	numbers, err := parseText(text)
	if err != nil {
		return nil, false, err
	}
	return []entry{{numbers: numbers}}, false, nil
}

// parseText reads numbers between commas, or else between spaces.
func parseText(text string) ([]float64, error) {
	fields := strings.Fields(text)
	if strings.Contains(text, ",") {
		fields = strings.Split(text, ",")
	}
	numbers := make([]float64, 0, min(len(fields), 8))
	for _, field := range fields {
		n, err := parseNumber(field)
		if err != nil {
			return nil, fmt.Errorf("box %q: %w", shorten(text), err)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// parseJSON reads a box, which is an array of numbers or an object of them, or
// an array of boxes.
func parseJSON(text string) (entries []entry, several bool, err error) {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, false, fmt.Errorf("box %q is not JSON: %w", shorten(text), plain(err))
	}
	list, isList := value.([]any)
	if !isList || !nested(list) {
		e, err := entryOf(value)
		if err != nil {
			return nil, false, fmt.Errorf("box %q: %w", shorten(text), err)
		}
		return []entry{e}, false, nil
	}
	for i, element := range list {
		e, err := entryOf(element)
		if err != nil {
			return nil, true, fmt.Errorf("box %d of %d: %w", i+1, len(list), err)
		}
		entries = append(entries, e)
	}
	return entries, true, nil
}

// nested says whether a list is one of boxes. An empty one is: a box is not
// empty, but a list of them may be.
func nested(list []any) bool {
	for _, element := range list {
		switch element.(type) {
		case []any, map[string]any:
			return true
		}
	}
	return len(list) == 0
}

// entryOf reads one box.
func entryOf(value any) (entry, error) {
	switch value := value.(type) {
	case []any:
		e := entry{numbers: make([]float64, len(value))}
		for i, element := range value {
			n, err := number(element)
			if err != nil {
				return entry{}, err
			}
			e.numbers[i] = n
		}
		return e, nil
	case map[string]any:
		return named(value)
	}
	return entry{}, fmt.Errorf("unexpected %s where a box should be", kindOf(value))
}

// number reads a number that is one, or is text that says one.
func number(value any) (float64, error) {
	switch v := value.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	case string:
		return parseNumber(v)
	case nil:
		return 0, errors.New("it holds a null")
	}
	return 0, fmt.Errorf("unexpected %s where a number should be", kindOf(value))
}

// parseNumber reads a decimal number, and neither the words nor the notations
// of programming languages that strconv has besides.
func parseNumber(text string) (float64, error) {
	text = strings.TrimSpace(text)
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, fmt.Errorf("%q is not a number", shorten(text))
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) {
		return 0, fmt.Errorf("%q is not a number", shorten(text))
	}
	return n, nil
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64, int64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

// plain drops the names of Go types from an error that people read.
func plain(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return errors.New("unexpected " + shorten(kind.Value))
	}
	return err
}

// shorten keeps a hostile cell from filling a failures file.
func shorten(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}

func quoted(names []string) string {
	text := make([]string, len(names))
	for i, name := range names {
		text[i] = strconv.Quote(name)
	}
	return strings.Join(text, ", ")
}
