package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// What one of several files lacks is null there; what all lack is a mistake.
func TestFilesThatLackColumns(t *testing.T) {
	text, number := parquet.String(), parquet.Leaf(parquet.Int64Type)
	sets := map[string]map[string][]byte{
		"parquet": {
			"a.parquet": parquetOf(t, map[string]parquet.Node{"k": number}),
			"b.parquet": parquetOf(t, map[string]parquet.Node{"k": number, "caption": text, "box": text, "w": number, "o": parquet.Group{"c": text}}),
			"c.parquet": parquetOf(t, map[string]parquet.Node{"k": number, "o": parquet.Group{"d": text}}),
		},
		"csv": {
			"a.csv": []byte("url,k\nhttp://h/1,7\n"),
			"b.csv": []byte("w,url,k,caption,box\n7,http://h/1,7,http://h/1,http://h/1\n"),
		},
		"jsonl": {
			"a.jsonl": []byte(`{"url":"http://h/1","k":7}`),
			"b.jsonl": []byte(`{"url":"http://h/1","k":7,"caption":"http://h/1","box":"http://h/1","w":7,"o":{"c":"http://h/1"}}`),
			"c.jsonl": []byte(`{"url":"http://h/1","o":{"d":1}}`),
		},
	}
	tests := []struct {
		name    string
		columns rows.Columns
		where   string
		only    string // the formats; "" = all
		want    string // of each file's first row, or an error
	}{
		{"a caption", rows.Columns{Caption: "caption"}, "", "", "nil http://h/1 nil"},
		{"a nested caption", rows.Columns{Caption: "o.c"}, "", "parquet jsonl", "nil http://h/1 nil"},
		{"a box", rows.Columns{Box: "box"}, "", "", "nil http://h/1 nil"},
		{"a further column", rows.Columns{Also: []string{"w"}}, "", "", "nil 7 nil"},
		{"a kept column", rows.Columns{Keep: []string{"w"}}, "", "", "nil 7 nil"},
		{"a filter", rows.Columns{}, "w == nil", "parquet jsonl", "1 0 1"},
		{"a filter's type", rows.Columns{}, `w == "x"`, "parquet", "--where"},
		{"a filter that no file has", rows.Columns{}, "nowhere == nil", "", `there is no column "nowhere"`},
		{"a caption that no file has", rows.Columns{Caption: "nowhere"}, "", "", `no column "nowhere"; the columns are: `},
		{"a kept column that no file has", rows.Columns{Keep: []string{"k", "nowhere"}}, "", "", `no column "nowhere"`},
		{"no links", rows.Columns{URL: "nowhere"}, "", "", `no column "nowhere"`},
	}
	for _, test := range tests {
		for format, set := range sets {
			if test.only != "" && !strings.Contains(test.only, format) {
				continue
			}
			t.Run(test.name+"/"+format, func(t *testing.T) {
				columns := test.columns
				columns.Partial = true
				if columns.URL == "" {
					columns.URL = "url"
				}
				got, err := shown(t, set, columns, test.where)
				if err != nil {
					if _, code, _ := joberror.Find(err); code != joberror.Usage || !strings.Contains(err.Error(), test.want) {
						t.Errorf("exit code %d of %v, want %q", code, err, test.want)
					}
					return
				}
				if diff := cmp.Diff(strings.Fields(test.want)[:len(set)], got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// shown plans files, and shows what the first row of each has in the columns asked for,
// or how many of them match.
func shown(t *testing.T, set map[string][]byte, columns rows.Columns, filter string) ([]string, error) {
	t.Helper()
	var inspected []workplan.Inspected
	for name, data := range set {
		matched, err := Match(t.Context(), files.New(), []string{write(t, name, data)}, "", "")
		if err != nil {
			t.Fatal(err)
		}
		matched[0].Name = name
		f, err := Inspect(t.Context(), files.New(), matched[0], columns, filter)
		if err != nil {
			return nil, err
		}
		inspected = append(inspected, f)
	}
	if _, err := Choose(inspected, Options{Columns: columns, Where: filter}); err != nil {
		return nil, err
	}
	var got []string
	for _, f := range inspected {
		if filter != "" {
			got = append(got, fmt.Sprint(min(f.Matched.Rows.Len(), 1)))
			continue
		}
		got = append(got, firstRow(t, f, columns))
	}
	return got, nil
}

func firstRow(t *testing.T, f workplan.Inspected, columns rows.Columns) string {
	t.Helper()
	file, err := files.New().Open(t.Context(), f.File.URI)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	r, err := rows.Open(file, f.File.Format, columns)
	if err != nil {
		t.Fatal(err)
	}
	text := "nil"
	err = r.Read(t.Context(), table.Range(0, 1), f.Info.Index, func(row rows.Row) error {
		for _, v := range []string{row.Caption, row.Box.Text} {
			if v != "" {
				text = v
			}
		}
		for _, v := range row.Also {
			if v != nil {
				text = fmt.Sprint(v)
			}
		}
		for _, v := range row.Kept {
			if !v.IsNull() {
				text = v.String()
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}
