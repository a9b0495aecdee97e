package rows

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func nested(t *testing.T, name string) *rowstest.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return &rowstest.File{Data: data}
}

// readPaths reads the rows of nested.parquet or nested.jsonl.
func readPaths(t *testing.T, format string, cols table.Columns) ([]input.Row, error) {
	t.Helper()
	f := nested(t, "nested.parquet")
	if format == FormatJSONL {
		f = nested(t, "nested.jsonl")
	}
	if _, err := Inspect(t.Context(), f, format, cols); err != nil {
		return nil, err
	}
	var got []input.Row
	err := Head(t.Context(), f, format, cols, 100, func(row input.Row) error {
		if row.Invalid != nil {
			t.Errorf("row %d: %v", row.Number, row.Invalid)
		}
		got = append(got, row)
		return nil
	})
	return got, err
}

// Columns that are named by their path are read alike in Parquet and in JSON
// Lines, whatever on the way is a list, empty, or null.
func TestNestedColumns(t *testing.T) {
	const none = "null"
	cols := func(box string) table.Columns {
		return table.Columns{URL: "image.src.href", Box: box, Caption: "texts.en", Also: []string{"texts.de", "face.w", "objects.id"}}
	}
	for name, c := range map[string]struct {
		cols  table.Columns
		boxes []string // as JSON
	}{
		"a struct of lists":             {cols("objects.bbox"), []string{"[[0.5,1,10.25,20],[1.5,2,11.25,21]]", none, none, none, "[[4.5,5,14.25,24]]"}},
		"a list of structs":             {cols("things.bbox"), []string{"[[0.5,1,10.25,20],[1.5,2,11.25,21]]", none, none, "[null]", "[[4.5,5,14.25,24]]"}},
		"a struct in a list of columns": {cols("face"), []string{`{"x":1,"y":2,"w":3,"h":4}`, none, `{"x":null,"y":2,"w":3,"h":4}`, `{"x":5,"y":6,"w":7,"h":8}`, `{"x":1,"y":2,"w":3,"h":4}`}},
	} {
		for _, format := range []string{FormatParquet, FormatJSONL} {
			t.Run(name+" in "+format, func(t *testing.T) {
				got, err := readPaths(t, format, c.cols)
				if err != nil {
					t.Fatal(err)
				}
				checkPaths(t, got, c.boxes)
			})
		}
	}
}

func checkPaths(t *testing.T, got []input.Row, boxes []string) {
	t.Helper()
	if len(got) != len(boxes) {
		t.Fatalf("%d rows, want %d", len(got), len(boxes))
	}
	for i, row := range got {
		text := "null"
		if row.Box.Text != "" {
			text = row.Box.Text
		}
		if len(row.Box.Numbers) == 1 && math.IsNaN(row.Box.Numbers[0]) {
			text = "[null]"
		}
		var is, want any
		if err := json.Unmarshal([]byte(text), &is); err != nil {
			t.Fatalf("row %d: %v", i, err)
		}
		if err := json.Unmarshal([]byte(boxes[i]), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, is); diff != "" {
			t.Errorf("row %d: %s", i, diff)
		}
	}
	type cells struct{ url, caption, de, ids any }
	var is []cells
	for _, row := range got {
		is = append(is, cells{row.URL, row.Caption, row.Also[0], strings.ReplaceAll(orNone(row.Also[2]), " ", "")})
	}
	want := []cells{
		{"http://a/0", "dog", "Hund", "[1,2]"}, {"", "", nil, ""}, {"", "", "Katze", ""}, {"", "", nil, "[]"}, {"http://a/4", "mouse", "Maus", "[1]"},
	}
	if diff := cmp.Diff(want, is, cmp.AllowUnexported(cells{})); diff != "" {
		t.Error(diff)
	}
	if got[2].HasCaption || !got[3].HasCaption || got[1].Also[1] != nil || got[3].Also[1] != int64(7) {
		t.Errorf("%+v", got)
	}
}

func orNone(cell any) string {
	text, _ := cell.(string)
	return text
}

// The captions of a list of structs are a list of captions.
func TestNestedCaptions(t *testing.T) {
	for _, format := range []string{FormatParquet, FormatJSONL} {
		got, err := readPaths(t, format, table.Columns{URL: "image.src.href", Caption: "sentences.raw"})
		if err != nil {
			t.Fatal(err)
		}
		var first []string
		for _, row := range got {
			first = append(first, row.Caption)
		}
		if diff := cmp.Diff([]string{"one", "", "", "two", "only"}, first); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
		if diff := cmp.Diff([]string{"one", "three"}, got[0].Captions); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

// A column whose own name has dots is that, and no path.
func TestNamesWithDots(t *testing.T) {
	f := rowstest.Text(`{"a.b": "http://a/1", "a": {"c.d": "x"}}`)
	err := Head(t.Context(), f, FormatJSONL, table.Columns{URL: "a.b"}, 1, func(row input.Row) error {
		if row.URL != "http://a/1" {
			t.Errorf("%q", row.URL)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPathsThatLeadNowhere(t *testing.T) {
	for name, c := range map[string]struct{ url, box, err string }{
		"no such column":  {"picture.src", "", `no column "picture.src"; the columns are: image, objects`},
		"no such member":  {"image.href", "", `no column "image.href": "image" is struct<src: struct<href: string>, alt: string>, which has no member "href" (choose another with --url_column)`},
		"beyond a leaf":   {"image.alt.x", "", `"alt" is string, which has no members`},
		"a struct":        {"image.src", "", `column "image.src" is struct<href: string>, links are a string`},
		"lists of lists":  {"image.alt", "objects.id", ""},
		"numbers alone":   {"image.alt", "things.area", `column "things.area" is list<double>, a box is a string, or lists or structs of numbers (choose another with --box_column)`},
		"texts in a list": {"image.alt", "sentences.raw", `column "sentences.raw" is list<string>, a box is`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(nested(t, "nested.parquet"), FormatParquet, table.Columns{URL: c.url, Box: c.box})
			if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v, want an error that says %q", err, c.err)
			}
		})
	}
}
