package where

import (
	"math"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
)

// typed has a column of every kind, and odd names.
var typed = Columns{Known: []table.Column{
	{Name: "width", Type: "int32"}, {Name: "height", Type: "int64"}, {Name: "score", Type: "float"}, {Name: "half", Type: "halffloat"}, {Name: "nsfw", Type: "bool"},
	{Name: "text", Type: "string"}, {Name: "day", Type: "date"}, {Name: "faces", Type: "list<double>"}, {Name: "big", Type: "uint64"},
	{Name: "none", Type: "null"}, {Name: "height width", Type: "string"}, {Name: "$x", Type: "int64"}, {Name: "$env", Type: "int64"},
	{Name: "len", Type: "int64"}, {Name: "in", Type: "int64"}, {Name: "a.b", Type: "int64"}, {Name: "größe", Type: "int64"},
}}

// mixed is JSON Lines, whose strings may be anything, and csv has nothing else.
var (
	mixed  = Columns{Mixed: true, Known: []table.Column{{Name: "v", Type: "string"}, {Name: "d", Type: "double"}, {Name: "b", Type: "bool"}}}
	nested = Columns{Known: []table.Column{{Name: "o", Type: "struct<a: struct<b: int64>>"}}}
	csv    = Columns{Known: []table.Column{{Name: "w", Type: "string"}, {Name: "t", Type: "string"}}}
)

type row map[string]any

// value is what a row has in the columns that a filter names.
func (r row) also(names []string) []any {
	var also []any
	for _, name := range names {
		also = append(also, r[name])
	}
	return also
}

var face = row{
	"width": int64(640), "height": int64(480), "score": 0.25, "half": 0.5, "nsfw": true, "text": "A Cat, größer", "day": "2024-05-06", "faces": "[0.5,1]",
	"big": "18446744073709551615", "height width": "480 640", "$x": int64(-3), "$env": int64(9), "len": int64(4), "in": int64(5), "a.b": int64(6), "größe": int64(7),
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		text    string
		columns Columns
		row     row
		want    bool
	}{
		// Comparisons of every kind.
		{"width >= 640 and height < 481", typed, face, true},
		{"width > 640 && height < 481", typed, face, false},
		{"width > 640 || height < 481", typed, face, true},
		{"width == 640.0 and width != 641 and width in [1, 640]", typed, face, true},
		{"width in [640.0] and width not in [1, 2]", typed, face, true},
		{"1 < width < 640", typed, face, false},
		{"score < 0.3 and score == 1/4 and -score <= -0.25", typed, face, true},
		{"half > 0.4 and half * 2 == 1", typed, face, true},
		{"width * height >= 300_000 and width / height > 1.3 and width % 7 == 3 and $x + 3 == 0", typed, face, true},
		{"min(width, height) >= 480 and max(width, height) < 641 and abs($x) == 3", typed, face, true},
		{"floor(score) == 0 and ceil(score) == 1 and round(2.5) == 3 and int(score) == 0", typed, face, true},
		{"nsfw", typed, face, true},
		{"not nsfw", typed, face, false},
		{"nsfw == true and nsfw != false and !(nsfw == false)", typed, face, true},
		{"true", typed, face, true},
		{"not true or false", typed, face, false},
		{`text contains "Cat" and text startsWith "A " and text endsWith "größer" and text matches "(?i)^a CAT"`, typed, face, true},
		{`text not contains "Cat"`, typed, face, false},
		// Paths into columns.
		{"o.a.b == 7 and o.none == nil and row['o'].a.b != 8", nested, row{"o.a.b": int64(7)}, true},
		{"row['o.a.b'] > 6 and not (o.a.c > 6)", nested, row{"o.a.b": int64(7)}, false},
		{`o.a.b contains '"cat"'`, nested, row{"o.a.b": `["dog","cat"]`}, true},
		{`lower(text) == 'a cat, größer' and len(text) == 13 and upper(trim(" x ")) == "X"`, typed, face, true},
		{`text in ["A Cat, größer", "B"] and text > "A" and text + "!" != text`, typed, face, true},
		{`day >= "2024-01-01" and day < "2025-01-01"`, typed, face, true},
		{`faces == "[0.5,1]" and float(big) > 1e19`, typed, face, true},
		{`row["height width"] == "480 640" and row["$x"] == -3 and row["in"] == 5 and row["a.b"] == 6`, typed, face, true},
		{`$x == -3 and $env == 9 and len == 4 and len(text) > len and größe == 7 and row.width == 640`, typed, face, true},

		// What is computed from a null is unknown, also negated.
		{"width > 1", typed, row{}, false},
		{"not (width > 1)", typed, row{}, false},
		{"width == 1 or width != 1", typed, row{}, false},
		{"width == height", typed, row{}, false},
		{"nsfw or not nsfw", typed, row{}, false},
		{"nsfw == true", typed, row{}, false},
		{"width in [1, 2]", typed, row{}, false},
		{"width not in [1, 2]", typed, row{}, false},
		{`not (text contains "x")`, typed, row{}, false},
		{`text not contains "x"`, typed, row{}, false},
		{`lower(text) != "x" or len(text) >= 0`, typed, row{}, false},
		{"width * height > 100 or -width < 0", typed, row{"width": int64(5)}, true},
		{"width * height > 100", typed, row{"width": int64(5)}, false},
		{"width > 1 or height > 1", typed, row{"height": int64(5)}, true},
		{"not (width > 1 and height > 9)", typed, row{"height": int64(5)}, true},
		{"not (width > 1 or height > 9)", typed, row{"height": int64(5)}, false},
		{"width == nil and nil == height and not (text != nil)", typed, row{}, true},
		{"width != nil", typed, face, true},
		{"width == nil or width > 1000", typed, row{}, true},
		{"none == nil", typed, row{}, true},
		{"none > 1", typed, row{}, false},
		{"(width ?? 0) > 1", typed, row{}, false},
		{"not ((width ?? 0) > 1)", typed, row{}, true},
		{"(width ?? height) > 1", typed, row{"height": int64(5)}, true},
		{"not ((width ?? height) > 1)", typed, row{}, false},
		{"(width ?? height ?? 7) == 7 and not (nsfw ?? false)", typed, row{}, true},
		{"score < 1 or not (score < 1)", typed, row{"score": math.NaN()}, true},

		// Columns that may hold anything.
		{`v == 3 and v < 4 and v != "3"`, mixed, row{"v": int64(3)}, true},
		{`v == "3"`, mixed, row{"v": int64(3)}, false},
		{`v startsWith "[" and b`, mixed, row{"v": "[1]", "b": true}, true},
		{"d < 3.5 and d == 3 and d / 2 == 1.5 and v", mixed, row{"d": int64(3), "v": true}, true},
		{"not v", mixed, row{"v": false}, true},
		{"v or not v", mixed, row{}, false},
		{"int(w) >= 640 and float(w) < 640.5 and t == nil", csv, row{"w": "640"}, true},
		{"int(w) >= 640", csv, row{}, false},
		{"later > 3", Columns{Mixed: true, Open: true}, row{"later": 4.5}, true},
	} {
		t.Run(c.text, func(t *testing.T) {
			f, err := Compile(c.text, c.columns)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // a row leaves nothing behind
				got, err := f.Match(c.row.also(f.Columns()))
				if err != nil || got != c.want {
					t.Errorf("%v: %v, %v", c.row, got, err)
				}
			}
		})
	}
}

// A row's values may be of types that nobody knew before.
func TestMatchFails(t *testing.T) {
	for _, c := range []struct {
		text, want string
		columns    Columns
		row        row
	}{
		{"v > 3", "at character 3: ", mixed, row{"v": "x"}},
		{"not (v > 3)", "at character 8: ", mixed, row{"v": "x"}},
		{"v", "neither true nor false", mixed, row{"v": "x"}},
		{"true and int(w) > 3", `at character 10: `, csv, row{"w": "wide"}},
		{"7 % width == 1", "at character 3: ", typed, row{"width": int64(0)}},
		{"width % 0 == 1", "at character 7: integer divide by zero", typed, row{"width": int64(4)}},
		{"width == 1", "", typed, row{"width": "of a file that changed"}},
	} {
		f, err := Compile(c.text, c.columns)
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		matches, err := f.Match(c.row.also(f.Columns()))
		if err == nil || matches || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, %v, want an error with %q", c.text, matches, err, c.want)
		}
	}
}

func TestCompileFails(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "at character 1: ",
		"width >":                       "at character 7: unexpected",
		"width > 1 and wdth > 2":        `did you mean width?`,
		`row["x y"] > 1`:                `there is no column "x y"`,
		"ümlaut > 1":                    `at character 1: there is no column "ümlaut"`,
		"größe > 1 and text > 3":        "at character 20: invalid operation: > (mismatched types string and int)",
		"width == '3'":                  "at character 7: ",
		"width contains 'a'":            "at character 7: ",
		"width and nsfw":                "at character 7: ",
		"text":                          "at character 1: this is a text and no condition: compare it with something",
		"width":                         "at character 1: this is a whole number and no condition",
		"score":                         "at character 1: this is a number and no condition",
		"width + 1":                     "this is no condition",
		"text ?? 'x'":                   "this is a text and no condition",
		"len(text)":                     "this is no condition",
		"not width > 3":                 "at character 1: not takes a whole condition",
		"(width > 3) == nsfw":           "> makes no value, but a condition",
		"nsfw == (nsfw and nsfw)":       "and makes no value",
		"width > nil":                   "at character 9: nil can only be compared",
		"width + 1 == nil":              "at character 7: only a column can be compared with nil",
		"nil == nil":                    "nil can only be compared",
		"((width + 1) ?? 2) > 1":        "at character 9: only a column can stand before ??",
		"width in [1, nil]":             "nil can only be compared",
		"width in text":                 "in takes a list",
		"width in 1..1000000000":        "in takes a list",
		"text matches text":             "matches takes a pattern in quotes",
		"text matches '('":              "error parsing regexp",
		"text matches '(a{1000}){999}'": "error parsing regexp",
		"all([1], # > 0)":               "this is no condition",
		"len(1..10) > 1":                ".. makes no value",
		"count(faces, # > 1) > 1":       "there is no function count; there are abs, ",
		"repeat(text, 9) == ''":         "there is no function repeat",
		"system('x') == 1":              "there is no such function",
		"text.len() > 1":                "there is no such function",
		"text.size > 1":                 `there is no column "text.size"`,
		"text[0] == 'A'":                "is named by a path, such as objects.label",
		"row.x.y > 1":                   `there is no column "x.y"`,
		"text[1:2] == 'A'":              "this is not part of the language",
		"let x = 1; x > 0":              "this is no condition",
		"nsfw ? nsfw : nsfw":            "this is no condition",
		"{'a': 1} == 1":                 "this is not part of the language",
		"width > 1; true":               "this is no condition",
		"abs(text) > 1":                 "at character 1: ",
		"len(text, text) > 1":           "at character 1: ",
		"width > 99999999999999999999":  "at character",
		strings.Repeat("(", 70_000):     "longer than 65536 bytes",
	} {
		_, err := Compile(text, typed)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60s: %v, want %q", text, err, want)
		}
	}
}

// Whatever is compiled can be run on any values, and its negation is never true of
// the same row.
func FuzzCompile(f *testing.F) {
	f.Add("width * height > 3 and not (text contains 'x' or score ?? 1 < 2)", int64(3), 0.5, "x", uint8(0))
	f.Add(`row["height width"] matches "^\\d+" or nsfw or len(text) in [1, 2.5] or $x % 3 == 1`, int64(0), 0.5, "", uint8(3))
	f.Add("1 < width < 3 == nil ?? [;", int64(0), 0.5, "", uint8(255))
	f.Add("int(text) ** -height / 0 >= +float(big) - min(1, width)", int64(-1), 1e300, "7", uint8(9))
	f.Fuzz(func(t *testing.T, text string, n int64, d float64, s string, nulls uint8) {
		for _, columns := range []Columns{typed, mixed, {Open: true}} {
			filter, err := Compile(text, columns)
			if err != nil {
				if strings.Contains(err.Error(), "\n") {
					t.Fatalf("an error of several lines: %q", err)
				}
				continue
			}
			opposite, err := Compile("not ("+text+"\n)", columns)
			if err != nil { // what ends with a semicolon
				continue
			}
			var also []any
			for i, name := range filter.Columns() {
				v := map[any]any{nil: s, false: n%2 == 0, 0: n, 0.0: d, "": s}[columns.kind(name)]
				if nulls>>(i%8)&1 == 1 {
					v = nil
				}
				also = append(also, v)
			}
			is, failed := filter.Match(also)
			if isNot, _ := opposite.Match(also); is && isNot {
				t.Fatalf("%q and its negation are true of %v", text, also)
			}
			if again, err := filter.Match(also); again != is || (err == nil) != (failed == nil) {
				t.Fatalf("%q of %v: %v, then %v", text, also, is, again)
			}
		}
	})
}
