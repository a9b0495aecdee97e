package rows

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// textCase is a text that programs read differently, or might.
type textCase struct {
	name, format, text string
	// alone says for each program that reads it differently how, and so why that is well.
	alone map[string]string
}

type alone = map[string]string

var textCases = []textCase{
	{"plain", FormatCSV, "url,k\na,1\nb,\n", nil},
	{"byte order mark", FormatCSV, "\ufeffurl,k\na,1\n", nil},
	{"CRLF", FormatCSV, "url,k\r\na,1\r\nb,2\r\n", nil},
	{"no line end at the end", FormatCSV, "url,k\na,1\nb,2", nil},
	{"empty lines", FormatCSV, "url,k\n\na,1\n\n\nb,2\n\n", nil},
	{"quotes", FormatCSV, "url,k\na,\"x, y\"\nb,\"say \"\"hi\"\"\"\nc,\"\"\n", nil},
	{"line ends in cells", FormatCSV, "url,k\na,\"x\ny\"\nb,2\n", nil},
	{"quoted names", FormatCSV, "\"url\",\"my, k\"\na,1\n", nil},
	{"stray quotes", FormatCSV, "url,k\na,5\" screen\nb,x\"y\"z\nc,1\nd,2\n", nil},
	{"text behind a quote", FormatCSV, "url,k\na,\"x\" y\nb,1\nc,2\n", alone{"pandas": "it refuses the file", "duckdb": "it takes the quotes for text"}},
	{"blanks", FormatCSV, "url, k\na, 1 \n b ,2\n", alone{"duckdb": "it trims names"}},
	{"semicolons", FormatCSV, "url;k\na;1,5\nb;2,5\n", alone{"pyarrow": "it has to be told"}},
	{"leading zeros and other numbers", FormatCSV, "url,k,l\na,007,1e400\nb,18446744073709551616,NaN\nc,-0,0x1F\n", nil},
	{"words for nothing", FormatCSV, "url,k\na,NULL\nb,NA\nc,None\nd,nan\n", nil},
	{"Unicode", FormatCSV, "url,größe\na,日本\nb,🦫\u2028x\n", nil},
	{"a name twice", FormatCSV, "url,k,k\na,1,2\n", alone{"pandas": "it calls the second k.1", "pyarrow": "both have one name there"}},
	{"a row too short", FormatCSV, "url,k,l\na,1,2\nb,3\nc,4,5\n", alone{"pandas": "it fills the row up, so that nobody learns that its cells may be off", "pyarrow": "it refuses the file", "duckdb": "it takes the file for one column"}},
	{"a row too long", FormatCSV, "url,k\na,1\nb,2,3\nc,4\n", alone{"pandas": "it refuses the file", "pyarrow": "it refuses the file", "duckdb": "it takes the file for one column"}},
	{"a name too few", FormatCSV, "url,k\n0,a,1\n1,b,2\n", alone{"pandas": "names of rows are no column", "pyarrow": "it refuses the file", "duckdb": "it takes the first row for the header"}},
	{"names in upper case", FormatCSV, "URL,Url,url\n1,2,a\n", alone{"duckdb": "it does not tell upper case from lower"}},

	{"plain JSON", FormatJSONL, "{\"url\":\"a\",\"k\":1}\n{\"url\":\"b\",\"k\":null}\n{\"url\":\"c\"}\n", nil},
	{"fractions", FormatJSONL, "{\"url\":\"a\",\"k\":1}\n{\"url\":\"b\",\"k\":0.5}\n{\"url\":\"c\",\"k\":1e3}\n", nil},
	{"NaN", FormatJSONL, "{\"url\":\"a\",\"k\":NaN}\n{\"url\":\"b\",\"k\":Infinity}\n{\"url\":\"c\",\"k\":-Infinity}\n{\"url\":\"d\",\"k\":1.5}\n", nil},
	{"big integers", FormatJSONL, "{\"url\":\"a\",\"k\":9223372036854775807}\n{\"url\":\"b\",\"k\":-9223372036854775808}\n", nil},
	{"bigger integers", FormatJSONL, "{\"url\":\"a\",\"k\":18446744073709551616}\n{\"url\":\"b\",\"k\":1}\n", alone{"pyarrow": "it takes them for doubles", "duckdb": "it takes them for doubles"}},
	{"big integers and fractions", FormatJSONL, "{\"url\":\"a\",\"k\":9007199254740993}\n{\"url\":\"b\",\"k\":0.5}\n", nil},
	{"truth and numbers", FormatJSONL, "{\"url\":\"a\",\"k\":true}\n{\"url\":\"b\",\"k\":1}\n", alone{"python": "a list may mix types", "pyarrow": "it refuses the file"}},
	{"numbers and texts", FormatJSONL, "{\"url\":\"a\",\"k\":1}\n{\"url\":\"b\",\"k\":\"x\"}\n", alone{"pyarrow": "it refuses the file", "duckdb": "its texts keep their quotes"}},
	{"escapes", FormatJSONL, "{\"url\":\"a\",\"k\":\"\\u00e9\\ud83e\\uddab\\n\\\"\\/\"}\n", nil},
	{"a member twice", FormatJSONL, "{\"url\":\"a\",\"k\":1,\"k\":2}\n", alone{"pyarrow": "it refuses the file", "duckdb": "it refuses the file"}},
	{"empty JSON lines", FormatJSONL, "\n{\"url\":\"a\",\"k\":1}\n\n  \n{\"url\":\"b\",\"k\":2}\n", nil},
	{"objects", FormatJSONL, "{\"url\":\"a\",\"k\":{\"x\":1,\"y\":[1,2]}}\n{\"url\":\"b\",\"k\":{\"x\":2,\"y\":[]}}\n", nil},
	{"lists of objects", FormatJSONL, "{\"url\":\"a\",\"k\":[{\"x\":1}]}\n{\"url\":\"b\",\"k\":[]}\n", nil},
	{"texts like dates", FormatJSONL, "{\"url\":\"a\",\"k\":\"2024-01-01\"}\n{\"url\":\"b\",\"k\":\"2024-01-02\"}\n", alone{"pyarrow": "it takes them for timestamps"}},
}

// TestTextInterop reads texts as other programs do, value by value, and says where it does not.
func TestTextInterop(t *testing.T) {
	python := testenv.Python(t, "comparing with how others read text")
	cases := map[string][]any{}
	for _, c := range textCases {
		cases[c.name] = []any{c.format, []byte(c.text)}
	}
	input, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "read_text.py"))
	cmd.Stdin = strings.NewReader(string(input))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var others map[string]map[string]any
	if err := decodeJSON(out, &others); err != nil {
		t.Fatal(err)
	}
	for _, c := range textCases {
		t.Run(c.name, func(t *testing.T) {
			ours := asOthers(t, c)
			for program, theirs := range others[c.name] {
				same := sameRows(ours, theirs)
				if why := c.alone[program]; same != (why == "") {
					t.Errorf("%s reads %v, we %v, and the explanation is %q", program, theirs, ours, why)
				}
			}
		})
	}
}

// asOthers reads a case in the form that read_text.py writes.
func asOthers(t *testing.T, c textCase) []map[string]any {
	t.Helper()
	read, info := rowstest.ReadAll(t, rowstest.Text(c.text), known(t, c.format), table.Columns{URL: "url", KeepAll: true, Keep: []string{"url"}})
	rows := []map[string]any{}
	for _, r := range read {
		row := map[string]any{}
		for i, v := range r.Kept {
			name := info.Columns[i].Name
			if _, met := row[name]; met {
				name += "_1"
			}
			switch f, isFloat := v.(float64); {
			case v == nil:
			case isFloat && (math.IsNaN(f) || math.IsInf(f, 0)):
				row[name] = strings.TrimPrefix(strings.ToLower(fmt.Sprint(f)), "+")
			default:
				row[name] = v
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// sameRows compares rows.
func sameRows(ours []map[string]any, theirs any) bool {
	rows, ok := theirs.([]any)
	if !ok || len(rows) != len(ours) {
		return false
	}
	for i, row := range rows {
		members := row.(map[string]any)
		if len(members) != len(ours[i]) {
			return false
		}
		for name, v := range members {
			if !sameValue(ours[i][name], v) {
				return false
			}
		}
	}
	return true
}

// sameValue compares one of our values with one of JSON. What nests is text in ours.
func sameValue(ours, theirs any) bool {
	switch v := theirs.(type) {
	case json.Number:
		switch mine := ours.(type) {
		case float64:
			f, err := v.Float64()
			return err == nil && f == mine
		case int64:
			return v.String() == strconv.FormatInt(mine, 10)
		case string:
			return v.String() == mine
		}
		return false
	case map[string]any, []any:
		text, isText := ours.(string)
		var nested any
		return isText && decodeJSON([]byte(text), &nested) == nil && cmp.Equal(nested, v)
	}
	return ours == theirs
}

// decodeJSON decodes numbers with all their digits.
func decodeJSON(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(to)
}
