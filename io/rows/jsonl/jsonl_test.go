package jsonl

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

func TestJSONL(t *testing.T) {
	f := rowstest.Text(strings.Join([]string{
		`{"url": "http://a/b", "box": [1, 2.5, null, 4], "caption": ["one", "two"], "n": 1, "ok": true, "mix": 1, "tags": ["x"], "big": 12, "size": {"w": 1}}`,
		"",
		`{"caption": "süß \ud83d\ude00", "url": ["a", null, "", "b"], "box": "1 2 3 4", "n": 2.5, "ok": null, "mix": "1", "big": 18446744073709551615}`,
		" \t",
		`{"url": null, "box": [[1, 2], [3, 4]], "caption": [], "more": "new"}` + "\r",
		`{"url": "first", "url": "last", "box": {"x1": 1}}`,
		`{"url": "broken"`,
		`{"url": 7}`,
		`["url"]`,
		`{"url": "a", "caption": {"en": "x"}}`,
		"{\"url\": \"caf\xe9\"}",
	}, "\n"))
	cols := table.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true, Also: []string{"n", "ok", "size", "big"}}
	got, info := rowstest.ReadAll(t, f, Format(), cols)
	none := make([]any, 7)
	want := []rowstest.TextRow{
		{URL: "http://a/b", Box: table.Box{Numbers: []float64{1, 2.5, math.NaN(), 4}}, Caption: "one", HasCaption: true,
			Kept: []any{1.0, true, "1", `["x"]`, "12", `{"w": 1}`, nil}, Also: []any{int64(1), true, `{"w": 1}`, int64(12)}},
		{URL: "a, b", Box: table.Box{Text: "1 2 3 4"}, Caption: "süß 😀", HasCaption: true,
			Kept: []any{2.5, nil, "1", nil, "18446744073709551615", nil, nil}, Also: []any{2.5, nil, nil, "18446744073709551615"}},
		{Box: table.Box{Text: "[[1, 2], [3, 4]]"}, Kept: []any{nil, nil, nil, nil, nil, nil, "new"}, Also: none[:4]},
		{URL: "last", Box: table.Box{Text: `{"x1": 1}`}, Kept: none, Also: none[:4]},
		{Invalid: "the line is not JSON: unexpected end of JSON input", Kept: none, Also: none[:4]},
		{Invalid: `column "url" is neither text nor a list of texts`, Kept: none, Also: none[:4]},
		{Invalid: "the line is not a JSON object", Kept: none, Also: none[:4]},
		{Invalid: `column "caption" is neither text nor a list of texts`, Kept: none, Also: none[:4]},
		{Invalid: "the line is not UTF-8 text", Kept: none, Also: none[:4]},
	}
	if diff := cmp.Diff(want, got, rowstest.SameNaN); diff != "" {
		t.Error(diff)
	}
	columns := []table.Column{
		{Name: "url", Type: "string"}, {Name: "box", Type: "string"}, {Name: "caption", Type: "string"}, {Name: "n", Type: "double"}, {Name: "ok", Type: "bool"},
		{Name: "mix", Type: "string"}, {Name: "tags", Type: "string"}, {Name: "big", Type: "string"}, {Name: "size", Type: "string"}, {Name: "more", Type: "string"},
	}
	if diff := cmp.Diff(columns, info.Columns); diff != "" {
		t.Error(diff)
	}
	if there, err := input.Columns(f, Format(), table.Columns{}); err != nil || !cmp.Equal(there, columns) {
		t.Errorf("Schema: %v, %v", there, err)
	}
}

func TestJSONLCaptions(t *testing.T) {
	for cell, want := range map[string][]string{
		`"one"`:                 nil,
		`["one"]`:               nil,
		`["one", null, "two"]`:  {"one", "two"},
		`[null, "one"]`:         nil,
		`["one", "two", "one"]`: {"one", "two", "one"},
	} {
		t.Run(cell, func(t *testing.T) {
			f := rowstest.Text(`{"url": "a", "caption": ` + cell + `}`)
			err := input.Head(t.Context(), f, Format(), table.Columns{URL: "url", Caption: "caption"}, 1, func(row input.Row) error {
				if row.Caption != "one" || !row.HasCaption || !cmp.Equal(row.Captions, want) {
					t.Errorf("%q, %q, want %q", row.Caption, row.Captions, want)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestJSONDepth: nesting must not take the stack.
func TestJSONDepth(t *testing.T) {
	f := rowstest.Text("{\"url\": \"a\"}\n{\"url\": " + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}\n")
	rows, _ := rowstest.ReadAll(t, f, Format(), table.Columns{URL: "url"})
	if len(rows) != 2 || !strings.Contains(rows[1].Invalid, "max depth") {
		t.Errorf("got %+v", rows)
	}
}

func TestBadJSONL(t *testing.T) {
	var wide strings.Builder
	for i := range table.MaxColumns + 1 {
		fmt.Fprintf(&wide, "{\"url\": \"a\", \"k%d\": 1}\n", i)
	}
	url := table.Columns{URL: "url"}
	for name, c := range map[string]struct {
		text string
		cols table.Columns
		want string
	}{
		"empty":        {"", url, "the file is empty"},
		"CSV":          {"url,caption\na,b\n", url, "none of the first 2 rows is a JSON object; of the first, the line is not JSON"},
		"arrays":       {"[{\"url\": \"a\"}]\n[{\"url\": \"b\"}]\n", url, "none of the first 2 rows is a JSON object; of the first, the line is not a JSON object"},
		"cut short":    {"[{\"url\": \"a\"},\n{\"url\": \"b\"},\n", url, "row 2: the JSON array is not closed: the file is cut short"},
		"an open one":  {"[{\"url\": \"a\"},\n{\"url\": \"b\",\n{}]", url, "row 2: the JSON array is not closed"},
		"and more":     {"[\n{\"url\": \"a\"}\n]\n{\"url\": \"b\"}\n", url, "row 1: something follows the end of the JSON array"},
		"no column":    {`{"link": 1}`, url, `no column "url"; the columns are: link (choose with --url_column)`},
		"no name":      {`{"link": 1}`, table.Columns{}, `(choose with --url_column)`},
		"no box":       {`{"url": 1}`, table.Columns{URL: "url", Box: "b"}, `(choose with --box_column)`},
		"no caption":   {`{"url": 1}`, table.Columns{URL: "url", Caption: "b"}, `(choose with --caption_column)`},
		"nothing also": {`{"url": 1}`, table.Columns{URL: "url", Also: []string{"b"}}, `no column "b"`},
		"a long line":  {"{}\n{\"url\": \"" + strings.Repeat("b", 2*input.MaxRow), url, "row 1: it is longer than 16 MiB"},
		"many names":   {wide.String(), table.Columns{URL: "url", KeepAll: true}, "more than 10000 different names"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := input.Inspect(context.Background(), rowstest.Text(c.text), Format(), c.cols)
			rowstest.WantText(t, rowstest.WantError(t, err), c.want)
		})
	}
	if _, err := input.Inspect(context.Background(), rowstest.Text(wide.String()), Format(), url); err != nil {
		t.Errorf("names that are not kept: %v", err)
	}
}

func TestJoin(t *testing.T) {
	all := []string{table.TypeUnseen, table.TypeNull, table.TypeBool, table.TypeInt, table.TypeDouble, table.TypeString}
	for _, a := range all {
		if table.Join(a, a) != a || table.Join(table.TypeUnseen, a) != a || table.Join(a, table.TypeString) != table.TypeString {
			t.Errorf("join with %q", a)
		}
		for _, b := range all {
			if table.Join(a, b) != table.Join(b, a) {
				t.Errorf("join(%q, %q) depends on the order", a, b)
			}
			for _, c := range all {
				if table.Join(table.Join(a, b), c) != table.Join(a, table.Join(b, c)) {
					t.Errorf("join of %q, %q and %q depends on the order", a, b, c)
				}
			}
		}
	}
	if table.Join(table.TypeInt, table.TypeDouble) != table.TypeDouble || table.Join(table.TypeBool, table.TypeInt) != table.TypeString || table.Join(table.TypeNull, table.TypeInt) != table.TypeInt {
		t.Error("join")
	}
}

// TestUnify: every file of a dataset gives the same columns, and reads as such.
func TestUnify(t *testing.T) {
	cols := table.Columns{URL: "url", Keep: []string{"n", "m", "late"}}
	texts := []string{
		"{\"url\": \"a\", \"n\": 1, \"m\": true}\n",
		"{\"url\": \"b\", \"n\": 0.5, \"m\": 2, \"late\": 9}\n",
	}
	var infos []*table.Info
	for _, content := range texts {
		info := rowstest.Inspect(t, rowstest.Text(content), Format(), cols)
		infos = append(infos, &info)
	}
	if err := kept.Unify(infos, cols.Keep); err != nil {
		t.Fatal(err)
	}
	if infos[0].Kept != infos[1].Kept {
		t.Errorf("%s and %s", infos[0].Kept, infos[1].Kept)
	}
	want := [][]any{{1.0, "true", nil}, {0.5, "2", int64(9)}}
	for i, content := range texts {
		rows := rowstest.TextRows(rowstest.Read(t, rowstest.Open(t, rowstest.Text(content), Format(), cols), table.Range(0, 1), infos[i].Index.Cut(table.Range(0, 1))))
		if diff := cmp.Diff(want[i], rows[0].Kept); diff != "" {
			t.Error(diff)
		}
	}
	if err := kept.Unify(infos, []string{"n", "colour"}); err == nil || !strings.Contains(err.Error(), `no column "colour"`) {
		t.Errorf("a column of no file: %v", err)
	}
}
