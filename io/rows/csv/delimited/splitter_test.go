package delimited

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// split splits a whole text.
func split(text string, d Dialect) [][]string {
	var rows [][]string
	for _, row := range Rows([]byte(text), true, '\n', d) {
		rows = append(rows, row.Fields)
	}
	return rows
}

// What pandas 3.1, pyarrow 26 and Python's csv make of these rows, who agree on
// each but the last: there, they make one cell of both lines.
func TestStrayQuotes(t *testing.T) {
	comma := Dialect{Delimiter: ',', Quotes: true}
	for name, c := range map[string]struct {
		text string
		want [][]string
	}{
		"amid a cell":             {"u1,5\" screen\n", [][]string{{"u1", `5" screen`}}},
		"amid a quoted cell":      {"u3,\"say \"hi\" now\"\n", [][]string{{"u3", `say hi" now"`}}},
		"a tail before a comma":   {"u3,\"c\"d,e\n", [][]string{{"u3", "cd", "e"}}},
		"a space before a quote":  {"u1, \"a, b\"\n", [][]string{{"u1", ` "a`, ` b"`}}},
		"a space behind a quote":  {"u1,\"a\" \r\n", [][]string{{"u1", "a "}}},
		"doubled at the start":    {"u1,\"\"a\"\"\nu2,\"\"\"\"\n", [][]string{{"u1", `a""`}, {"u2", `"`}}},
		"a backslash":             {"u1,\"say \\\"hi\\\" now\"\n", [][]string{{"u1", `say \hi\" now"`}}},
		"empty cells":             {",\"\"\n\n\"\",\n", [][]string{{"", ""}, {"", ""}}},
		"line ends in a cell":     {"a,\"b\r\nc\n\nd\"\r\ne,f", [][]string{{"a", "b\nc\n\nd"}, {"e", "f"}}},
		"many returns":            {"a,b\r\r\n\"c\",d\r\r\n", [][]string{{"a", "b"}, {"c", "d"}}},
		"a tail behind two lines": {"u1,\"two\nlines\"x\nu2,b\n", [][]string{nil, {"u2", "b"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, split(c.text, comma)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDialects(t *testing.T) {
	for name, c := range map[string]struct {
		d    Dialect
		text string
		want [][]string
	}{
		"no quotes":   {Dialect{Delimiter: '\t'}, "\"a\tb\n", [][]string{{`"a`, "b"}}},
		"backslashes": {Dialect{Delimiter: ',', Quotes: true, Escape: '\\'}, `"a \"b\", c\\","\d",e\` + "\n", [][]string{{`a "b", c\`, `\d`, `e\`}}},
		"too many":    {Dialect{Delimiter: ','}, strings.Repeat(",", 2*MaxFields), [][]string{append(make([]string, MaxFields), strings.Repeat(",", MaxFields))}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, split(c.text, c.d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzSplitter holds the splitter to the standard library's reader, wherever that
// finds nothing wrong with a text, and holds skipping to splitting.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("a,\"b\"\"\n\"\n\"c\"d,e\n\n,\n"), byte(','))
	f.Add([]byte("a;\"b;c\"\r\n\"\";\r\n"), byte(';'))
	f.Add([]byte("a|b\rc|\"d\r\r\n\"\n"), byte('|'))
	f.Fuzz(func(t *testing.T, data []byte, delimiter byte) {
		if !strings.ContainsRune(delimiters, rune(delimiter)) {
			delimiter = ','
		}
		d := Dialect{Delimiter: delimiter, Quotes: true}
		var got [][]string
		s, skipping := NewSplitter(d), NewSplitter(d)
		for line := range bytes.Lines(data) {
			if !s.Open() && len(TrimEnd(line)) == 0 {
				continue
			}
			fields, complete, err := s.Line(line)
			if skipping.Skip(line) != complete {
				t.Fatal("skipping a row ends elsewhere")
			}
			if complete && err == nil {
				got = append(got, append([]string(nil), fields...))
			}
		}
		if bytes.Contains(data, []byte("\r")) {
			return // outside of "\r\n" they are read as ends of lines here
		}
		r := csv.NewReader(bytes.NewReader(data))
		r.Comma, r.FieldsPerRecord = rune(delimiter), -1
		want, err := r.ReadAll()
		if err == nil && !cmp.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}
