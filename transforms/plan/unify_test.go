package plan

import (
	"bytes"
	"context"
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

// parquetOf writes a file of two rows whose columns, other than the link, are of
// these types.
func parquetOf(t *testing.T, columns map[string]parquet.Node) []byte {
	t.Helper()
	group := parquet.Group{"url": parquet.String()}
	for name, node := range columns {
		group[name] = node
	}
	var b bytes.Buffer
	schema := parquet.NewSchema("rows", group)
	w := parquet.NewWriter(&b, schema)
	for range 2 {
		var row parquet.Row
		for i, path := range schema.Columns() {
			value := parquet.ByteArrayValue([]byte("http://h/1"))
			if leaf, _ := schema.Lookup(path...); leaf.Node.Type().Kind() == parquet.Int64 {
				value = parquet.Int64Value(7)
			}
			row = append(row, value.Level(0, 0, i))
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inspectAll inspects files by their names.
func inspectAll(t *testing.T, of map[string][]byte) []workplan.Inspected {
	t.Helper()
	store := files.New()
	columns := rows.Columns{URL: "url", KeepAll: true}
	var all []workplan.Inspected
	for name, data := range of {
		matched, err := Match(t.Context(), store, []string{write(t, name, data)}, "", "")
		if err != nil {
			t.Fatal(err)
		}
		matched[0].Name = name
		f, err := Inspect(t.Context(), store, matched[0], columns, "")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

func TestUnify(t *testing.T) {
	number, text := parquet.Leaf(parquet.Int64Type), parquet.String()
	plain := parquetOf(t, map[string]parquet.Node{"k": number})
	tests := []struct {
		name  string
		files map[string][]byte
		want  string // the kept columns, or the error
	}{
		{"tables in another order", map[string][]byte{"a.csv": []byte("url,k,l\nhttp://h/1,7,8\n"), "b.tsv": []byte("m\tl\turl\n9\t8\thttp://h/1\n")},
			"k: 7 nil; l: 8 8; m: nil 9"},
		{"a column that one file lacks", map[string][]byte{"a.parquet": plain, "b.parquet": parquetOf(t, map[string]parquet.Node{"l": text})},
			"k: 7 nil; l: nil http://h/1"},
		{"another type", map[string][]byte{"a.parquet": plain, "b.parquet": parquetOf(t, map[string]parquet.Node{"k": text})},
			`column "k" is int64 in a.parquet and text in b.parquet`},
		{"another format", map[string][]byte{"a.parquet": plain, "b.csv": []byte("url,k\nhttp://h/1,7\n")},
			`they differ in the columns to keep: column "k" is int64 in a.parquet and text in b.csv`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inspected := inspectAll(t, test.files)
			if _, err := Choose(inspected, Options{Columns: rows.Columns{KeepAll: true}}); err != nil {
				if _, code, _ := joberror.Find(err); code != joberror.Usage || !strings.Contains(err.Error(), test.want) {
					t.Errorf("exit code %d of %v, want %q", code, err, test.want)
				}
				return
			}
			if diff := cmp.Diff(test.want, firstRows(t, inspected)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// firstRows shows the kept values of each file's first row, by column.
func firstRows(t *testing.T, inspected []workplan.Inspected) string {
	t.Helper()
	var columns [][]string
	for _, f := range inspected {
		file, err := files.New().Open(t.Context(), f.File.URI)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close() //nolint:errcheck // nothing was written
		r, err := rows.Open(file, f.File.Format, rows.Columns{URL: "url", KeepAll: true})
		if err != nil {
			t.Fatal(err)
		}
		kept := r.Kept(f.Info.Index)
		err = r.Read(context.Background(), table.Range(0, 1), f.Info.Index, func(row rows.Row) error {
			for i, v := range row.Kept {
				if len(columns) <= i {
					columns = append(columns, []string{kept[i].Name + ":"})
				}
				value := "nil"
				if !v.IsNull() {
					value = v.String()
				}
				columns[i] = append(columns[i], value)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var lines []string
	for _, c := range columns {
		lines = append(lines, strings.Join(c, " "))
	}
	return strings.Join(lines, "; ")
}
