package jsonl

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// The same objects are the same rows, whatever they are written like.
func TestJSONStyles(t *testing.T) {
	want := []rowstest.TextRow{{URL: "a", Kept: []any{`{"k": [1, "]}"]}`}}, {URL: "b\"]\n", Kept: []any{nil}}, {URL: "c", Kept: []any{"[]"}}}
	objects := []string{`{"url": "a", "x": {"k": [1, "]}"]}}`, `{"url": "b\"]\n"}`, `{"url": "c", "x": []}`}
	compact := func(rows []rowstest.TextRow) []rowstest.TextRow { // as objects over several lines come out
		rows[0].Kept = []any{`{"k":[1,"]}"]}`}
		return rows
	}
	for name, c := range map[string]struct {
		text   string
		spread bool
	}{
		"lines":                  {strings.Join(objects, "\n"), false},
		"an array":               {"[" + strings.Join(objects, ",") + "]", false},
		"an array of lines":      {"[\n" + strings.Join(objects, ",\n") + "\n]\n", false},
		"behind a mark":          {"\ufeff [ " + strings.Join(objects, " , ") + " ]", false},
		"an array, spread":       {"[\r\n  " + strings.ReplaceAll(strings.Join(objects, ",\r\n  "), `"url"`, "\n\"url\"") + "\r\n]", true},
		"objects, spread":        {strings.ReplaceAll(strings.Join(objects, "\n"), "\"url\"", "\n  \"url\""), true},
		"objects in a row":       {strings.Replace(strings.Join(objects, ""), "{", "{\n", 1), false},
		"spread, by pandas' way": {strings.ReplaceAll("["+strings.Join(objects, ",")+"]", "\"url\"", "\n\"url\""), true},
	} {
		t.Run(name, func(t *testing.T) {
			want := append([]rowstest.TextRow(nil), want...)
			if c.spread || name == "objects in a row" {
				want = compact(want)
			}
			for packing, f := range map[string]*rowstest.File{"plain": rowstest.Text(c.text), "gzip": rowstest.Gzip(t, c.text), "UTF-16": rowstest.Text(rowstest.Encode(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", c.text))} {
				if packing == "UTF-16" && strings.HasPrefix(name, "behind") {
					continue
				}
				got, _ := rowstest.ReadAll(t, f, Format(), table.Columns{URL: "url", KeepAll: true})
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: %s", packing, diff)
				}
			}
		})
	}
}

// An object that is damaged within its brackets is an invalid row, and no other is.
func TestDamagedObjects(t *testing.T) {
	const good = `{"url": "a"}`
	for _, bad := range []string{
		`{"url": "b",}`, `{'url': 'b'}`, `{"url" "b"}`, `{"url": 01}`, `{"a": "\x"}`, `{"a": nan}`, `{"a": -NaN-}`, "{\"a\": \"\xff\xfe\xff\"}",
		`[1, 2]`, `null`, `"text"`, `12`, `-`, `True`, `{}}`,
	} {
		text := "[" + good + ",\n" + bad + ",\n" + good + "]"
		got, _ := rowstest.ReadAll(t, rowstest.Text(text+strings.Repeat(" ", 10)), Format(), table.Columns{URL: "url"})
		last := len(got) - 1
		if last < 2 || got[0].URL != "a" || got[last].URL != "a" || got[1].Invalid == "" && bad != "{}}" {
			t.Errorf("%s: %+v", bad, got)
		}
	}
}

// TestJSONArrayByRow holds that a part of an array is read as the whole is, and costs
// its blocks.
func TestJSONArrayByRow(t *testing.T) {
	const n = 5000
	for name, sep := range map[string]string{"lines": ",\n", "one line": ",", "spread": "\n,\n\n"} {
		var b strings.Builder
		b.WriteString("[")
		for i := range n {
			if i > 0 {
				b.WriteString(sep)
			}
			fmt.Fprintf(&b, "{\"url\": \"https://h.example/%d.jpg\",%s \"n\": [%d, {\"s\": \"%s\"}]}", i, strings.Repeat("\n", i%3), i, strings.Repeat("x]", i%50))
		}
		b.WriteString("]")
		t.Run(name, func(t *testing.T) {
			f, cols := rowstest.Text(b.String()), table.Columns{URL: "url", KeepAll: true}
			want, info := rowstest.ReadAll(t, f, Format(), cols)
			if info.Rows != n || len(info.Index.Blocks) < 5 || want[n-1].URL != "https://h.example/4999.jpg" {
				t.Fatalf("%d rows in %d blocks", info.Rows, len(info.Index.Blocks))
			}
			for first := int64(0); first < n; first += 331 {
				sel := table.Range(first, min(n-first, 3))
				cut := info.Index.Cut(sel)
				r := rowstest.Open(t, f, Format(), cols)
				f.Reset()
				if diff := cmp.Diff(want[first:first+sel.Count], rowstest.TextRows(rowstest.Read(t, r, sel, cut))); diff != "" {
					t.Fatal(diff)
				}
				if read := f.Bytes.Load(); read > 2*(64<<10)+2000 {
					t.Errorf("%d bytes were read", read)
				}
			}
		})
	}
}

// What Python's json module writes for numbers that JSON does not have.
func TestNaN(t *testing.T) {
	text := "{\"url\": \"a\", \"k\": NaN}\n{\"url\": \"NaN\", \"k\": -Infinity, \"box\": [1, NaN, 3, Infinity]}\n{\"url\": \"c\", \"k\": 1}\n{\"url\": \"d\", \"k\": NaNs}\n"
	got, info := rowstest.ReadAll(t, rowstest.Text(text), Format(), table.Columns{URL: "url", Box: "box", Keep: []string{"k"}, Also: []string{"k"}})
	inf, nan := math.Inf(1), math.NaN()
	want := []rowstest.TextRow{
		{URL: "a", Kept: []any{nan}, Also: []any{nan}},
		{URL: "NaN", Box: table.Box{Numbers: []float64{1, nan, 3, inf}}, Kept: []any{-inf}, Also: []any{-inf}},
		{URL: "c", Kept: []any{1.0}, Also: []any{int64(1)}},
		{Invalid: got[3].Invalid, Kept: []any{nil}, Also: []any{nil}},
	}
	if diff := cmp.Diff(want, got, rowstest.SameNaN); diff != "" || got[3].Invalid == "" || info.Index.Fields[0].Type != table.TypeDouble {
		t.Errorf("%+v %s", info.Index.Fields, diff)
	}
}

// FuzzJSONStyle reads objects of all styles, whole and in parts.
func FuzzJSONStyle(f *testing.F) {
	f.Add([]byte("[{\"url\": NaN}, {}]"))
	f.Add([]byte("{\n\"url\": \"a\"}\n{}"))
	f.Add([]byte("[{},1 2]x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rowstest.Fuzz(t, data, Format(), table.Columns{URL: "url", KeepAll: true})
	})
}
