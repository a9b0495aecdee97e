package rows

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestConformance holds every format of the table to the same promises.
func TestConformance(t *testing.T) {
	for _, format := range formats() {
		t.Run(format.Name, func(t *testing.T) {
			write, ok := samples[format.Name]
			if !ok {
				t.Fatal("the format has no sample")
			}
			c := conformance{format, &rowstest.File{Data: write(t, sampleRows, "n")}, &rowstest.File{Data: write(t, 40, "late")}}
			t.Run("found", c.found)
			t.Run("columns", c.columns)
			t.Run("read", c.read)
			t.Run("head", c.head)
			t.Run("kept", c.kept)
			t.Run("concurrent", c.concurrent)
			t.Run("stops", c.stops)
			t.Run("columns missing", c.missing)
			t.Run("unify", c.unify)
			t.Run("constants", c.constants)
			t.Run("damaged", c.damaged)
			t.Run("unreachable", c.unreachable)
		})
	}
}

type conformance struct {
	format input.Format
	file   *rowstest.File
	other  *rowstest.File // whose last column has another name
}

func (c conformance) found(t *testing.T) {
	for _, ending := range c.format.Endings {
		if got := FormatOf("a/b" + ending); got != c.format.Name {
			t.Errorf("a file that ends in %s is %q", ending, got)
		}
	}
	if got, err := Sniff(c.file); got != c.format.Name {
		t.Errorf("the start of the file tells %q, %v", got, err)
	}
	if n := len(slices.DeleteFunc(Formats(), func(name string) bool { return name != c.format.Name })); n != 1 {
		t.Errorf("%d formats have the name", n)
	}
}

func (c conformance) columns(t *testing.T) {
	there, err := Schema(c.file, c.format.Name, table.Columns{})
	if err != nil {
		t.Fatal(err)
	}
	info := rowstest.Inspect(t, c.file, c.format, sampleColumns)
	if diff := cmp.Diff(there, info.Columns, cmp.Comparer(func(a, b table.Column) bool { return a.Name == b.Name })); diff != "" {
		t.Errorf("Schema and Inspect differ: %s", diff)
	}
	var names []string
	for _, column := range there {
		if !column.Pictures && !slices.Contains(ownColumns[c.format.Name], column.Name) {
			names = append(names, column.Name)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"box", "caption", "n", "url"}) || info.Rows != sampleRows || len(info.Lacks) > 0 {
		t.Errorf("columns %v, %d rows, lacks %v", names, info.Rows, info.Lacks)
	}
}

// read reads rows by number with what Cut leaves of the index, by one reader and by a
// new one.
func (c conformance) read(t *testing.T) {
	index := rowstest.Inspect(t, c.file, c.format, sampleColumns).Index
	shared := rowstest.Open(t, c.file, c.format, sampleColumns)
	all := rowstest.Read(t, shared, table.Range(0, sampleRows), index)
	for name, sel := range rowstest.Selections(sampleRows) {
		for kind, r := range map[string]Reader{"shared": shared, "new": rowstest.Open(t, c.file, c.format, sampleColumns)} {
			got := rowstest.Read(t, r, sel, index.Cut(sel))
			var want []input.Row
			for i := range sel.All() {
				want = append(want, all[i])
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(parquet.DeepEqual)); diff != "" {
				t.Fatalf("%s by a %s reader: %s", name, kind, diff)
			}
			for _, row := range got {
				if err := wantSample(row, row.Number); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	r := rowstest.Open(t, c.file, c.format, sampleColumns)
	if err := r.Read(t.Context(), table.Range(sampleRows-1, 2), index, func(Row) error { return nil }); err == nil {
		t.Error("a row behind the last one is read")
	}
}

func (c conformance) head(t *testing.T) {
	for _, n := range []int64{0, 1, 700, 2 * sampleRows} {
		next := int64(0)
		err := Head(t.Context(), c.file, c.format.Name, sampleColumns, n, func(row Row) error {
			next++
			return wantSample(row, next-1)
		})
		if err != nil || next != min(n, sampleRows) {
			t.Errorf("%d rows of %d, %v", next, n, err)
		}
	}
	// Whoever needs only a few columns need not read the links.
	err := Head(t.Context(), c.file, c.format.Name, table.Columns{Also: []string{"n"}}, 1, func(row Row) error {
		if row.URL != "" || row.Invalid != nil || len(row.Also) != 1 || fmt.Sprint(row.Also[0]) != "0" {
			t.Errorf("got %+v", row)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// kept checks that the kept values are those of the kept columns.
func (c conformance) kept(t *testing.T) {
	index := rowstest.Inspect(t, c.file, c.format, sampleColumns).Index
	r := rowstest.Open(t, c.file, c.format, sampleColumns)
	columns := r.Kept(index)
	if len(columns) != 2 {
		t.Fatalf("%d columns are kept", len(columns))
	}
	for _, row := range rowstest.Read(t, r, table.Range(7, 3), index) {
		values := map[string]string{}
		for i, v := range row.Kept {
			if v.Column() != i {
				t.Fatalf("value %d is of column %d", i, v.Column())
			}
			values[columns[i].Name] = v.String()
		}
		want := map[string]string{"n": fmt.Sprint(row.Number), "caption": sampleCaption(row.Number)}
		if diff := cmp.Diff(want, values); diff != "" {
			t.Error(diff)
		}
	}
}

func (c conformance) concurrent(t *testing.T) {
	index := rowstest.Inspect(t, c.file, c.format, sampleColumns).Index
	r := rowstest.Open(t, c.file, c.format, sampleColumns)
	var group sync.WaitGroup
	for worker := range int64(4) {
		group.Go(func() {
			for step := range int64(5) {
				sel := table.Range((worker*331+step*97)%1400, 100)
				next := sel.First
				err := r.Read(t.Context(), sel, index.Cut(sel), func(row Row) error {
					next++
					return wantSample(row, next-1)
				})
				if err != nil || next != sel.First+sel.Count {
					t.Errorf("up to row %d: %v", next, err)
				}
			}
		})
	}
	group.Wait()
}

// unify: files of different columns get the same ones, and are read so.
func (c conformance) unify(t *testing.T) {
	cols := table.Columns{URL: "url", KeepAll: true}
	a, b := rowstest.Inspect(t, c.file, c.format, cols), rowstest.Inspect(t, c.other, c.format, cols)
	if a.Kept == b.Kept {
		t.Fatal("the files have the same columns")
	}
	if err := Unify(c.format.Name, []*Info{&a, &b}, []string{"a", "b"}, nil); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]struct {
		file *rowstest.File
		info table.Info
	}{"n": {c.file, a}, "late": {c.other, b}} {
		r := rowstest.Open(t, f.file, c.format, cols)
		columns := r.Kept(f.info.Index)
		if f.info.Kept != a.Kept || kept.SchemaText(columns) != a.Kept || len(columns) != 4+len(ownColumns[c.format.Name]) {
			t.Fatalf("%s has %q, not %q", name, f.info.Kept, a.Kept)
		}
		for _, row := range rowstest.Read(t, r, table.Range(30, 2), f.info.Index.Cut(table.Range(30, 2))) {
			for i, v := range row.Kept {
				if own := columns[i].Name != "n" && columns[i].Name != "late" || columns[i].Name == name; v.IsNull() == own {
					t.Errorf("%s, row %d: column %s is %v", name, row.Number, columns[i].Name, v)
				}
			}
		}
	}
}
