package parquet

import (
	"bytes"
	"context"
	"errors"
	"io"
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

var richColumns = table.Columns{URL: "links", Box: "rect", Caption: "words", KeepAll: true}

// fixtures are the files of testdata/make.py.
var fixtures = []struct {
	name string
	cols table.Columns
	rows int64
	want func(int64) input.Row
}{
	{"facecaption", faceColumns, 1500, faceWant},
	{"indexed", faceColumns, 1500, faceWant},
	{"lz4", faceColumns, 300, faceWant},
	{"lz4_v2", richColumns, 120, richWant},
	{"rich", richColumns, 400, richWant},
	{"rich_plain", richColumns, 220, richWant},
	{"rich_v2", richColumns, 400, richWant},
}

// keptRows reads the kept values of a fixture with parquet-go's own reader.
func keptRows(t *testing.T, name string, r *reader) []parquet.Row {
	t.Helper()
	// parquet-go stumbles over an empty page of version 2, and gets LZ4 wrong;
	// other files have the same rows.
	switch name {
	case "rich_v2", "lz4_v2":
		name = "rich"
	case "lz4":
		name = "facecaption"
	}
	f := fixture(t, name)
	file, err := parquet.OpenFile(f, f.Size())
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[int]int{}
	for _, column := range file.Root().Columns() {
		if slices.ContainsFunc(r.Kept(table.Index{}), func(k kept.Column) bool { return k.Name == column.Name() }) {
			eachLeaf(column, func(leaf *parquet.Column) { numbers[leaf.Index()] = len(numbers) })
		}
	}
	return oracle(t, f, func(leaf int) (int, bool) {
		kept, ok := numbers[leaf]
		return kept, ok
	})
}

func TestReadFixtures(t *testing.T) {
	for _, test := range fixtures {
		t.Run(test.name, func(t *testing.T) {
			f := fixture(t, test.name)
			info := inspect(t, f, test.cols)
			if info.Rows != test.rows {
				t.Errorf("got %d rows, want %d", info.Rows, test.rows)
			}
			if empty := len(info.Index.Chunks) == 0; empty != (test.name == "indexed") {
				t.Errorf("the index is empty: %t", empty)
			}
			r := mustOpen(t, f, test.cols)
			kept := keptRows(t, test.name, r)
			for name, sel := range rowstest.Selections(test.rows) {
				t.Run(name, func(t *testing.T) {
					var want []input.Row
					for n := range sel.All() {
						want = append(want, test.want(n))
					}
					got := rowstest.Read(t, r, sel, info.Index.Cut(sel))
					if diff := cmp.Diff(want, got, ignoreKept, rowstest.SameNaN); diff != "" {
						t.Fatal(diff)
					}
					for _, row := range got {
						wantValues(t, row.Number, row.Kept, kept[row.Number])
					}
				})
			}
		})
	}
}

// TestEveryRow reads each row by itself, so that every way into a page and
// out of it is taken.
func TestEveryRow(t *testing.T) {
	for _, test := range fixtures {
		t.Run(test.name, func(t *testing.T) {
			f := fixture(t, test.name)
			index := inspect(t, f, test.cols).Index
			r := mustOpen(t, f, test.cols)
			for i := int64(0); i < test.rows; i += 13 {
				sel := table.Range(i, 1)
				got := rowstest.Read(t, r, sel, index.Cut(sel))
				if diff := cmp.Diff([]input.Row{test.want(i)}, got, ignoreKept, rowstest.SameNaN); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

// TestKeptRoundTrip writes kept values into a new file whose schema is made of
// the kept nodes, and finds the same in it.
func TestKeptRoundTrip(t *testing.T) {
	for _, test := range fixtures {
		t.Run(test.name, func(t *testing.T) {
			f := fixture(t, test.name)
			info := inspect(t, f, test.cols)
			r := mustOpen(t, f, test.cols)
			root := &keptGroup{}
			for _, k := range r.Kept(table.Index{}) {
				root.fields = append(root.fields, k.Node.(parquet.Field))
			}
			var b bytes.Buffer
			w := parquet.NewWriter(&b, parquet.NewSchema("kept", root))
			for _, row := range rowstest.Read(t, r, table.Range(0, test.rows), info.Index) {
				if _, err := w.WriteRows([]parquet.Row{row.Kept}); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			copied := &rowstest.File{Data: b.Bytes()}
			want := keptRows(t, test.name, r)
			got := oracle(t, copied, func(leaf int) (int, bool) { return leaf, true })
			if int64(len(got)) != test.rows {
				t.Fatalf("the copy has %d rows, want %d", len(got), test.rows)
			}
			for i, row := range got {
				wantValues(t, int64(i), row, want[i])
			}
			all := table.Columns{URL: root.fields[0].Name(), KeepAll: true, Keep: []string{root.fields[0].Name()}}
			if test.cols.URL == "links" {
				all.URL, all.Keep = "big", []string{"big"}
			}
			if diff := cmp.Diff(info.Kept, inspect(t, copied, all).Kept); diff != "" {
				t.Errorf("the copy has another schema: %s", diff)
			}
		})
	}
}

func TestSchema(t *testing.T) {
	got, err := input.Columns(fixture(t, "facecaption"), Format(), table.Columns{})
	if err != nil {
		t.Fatal(err)
	}
	want := []table.Column{
		{Name: "_id", Type: "string"}, {Name: "url", Type: "string"}, {Name: "caption", Type: "list<string>"}, {Name: "laion_caption", Type: "list<string>"}, {Name: "box", Type: "string"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, inspect(t, fixture(t, "facecaption"), faceColumns).Columns); diff != "" {
		t.Error(diff)
	}
	_, err = input.Columns(&rowstest.File{Data: []byte("url,caption")}, Format(), table.Columns{})
	_ = rowstest.WantError(t, err)
}

// TestNumberTypes reads boxes from lists of every type of number.
func TestNumberTypes(t *testing.T) {
	f := fixture(t, "rich")
	for _, name := range []string{"rect", "rect32", "recti", "rectl"} {
		t.Run(name, func(t *testing.T) {
			cols := table.Columns{URL: "big", Box: name}
			got := rowstest.Read(t, mustOpen(t, f, cols), table.Range(0, 400), inspect(t, f, cols).Index)
			for i, row := range got {
				if diff := cmp.Diff(numbersOf(int64(i)), row.Box); diff != "" {
					t.Fatalf("row %d: %s", i, diff)
				}
			}
		})
	}
}

func TestReadConcurrently(t *testing.T) {
	f := fixture(t, "facecaption")
	index := inspect(t, f, faceColumns).Index
	r := mustOpen(t, f, faceColumns)
	var group sync.WaitGroup
	for i := range int64(8) {
		group.Go(func() {
			sel := table.Range(i*180, 200)
			n := sel.First
			err := r.Read(context.Background(), sel, index.Cut(sel), func(row input.Row) error {
				if diff := cmp.Diff(faceWant(n), row, ignoreKept); diff != "" {
					t.Errorf("row %d: %s", n, diff)
				}
				n++
				return nil
			})
			if err != nil || n != sel.First+sel.Count {
				t.Errorf("read up to row %d: %v", n, err)
			}
		})
	}
	group.Wait()
}

func TestReadStops(t *testing.T) {
	f := fixture(t, "facecaption")
	index := inspect(t, f, faceColumns).Index
	r := mustOpen(t, f, faceColumns)
	never := func(input.Row) error { return errors.New("a row was yielded") }

	t.Run("yield", func(t *testing.T) {
		rows := 0
		err := r.Read(context.Background(), table.Range(0, 100), index, func(input.Row) error {
			if rows++; rows == 3 {
				return io.ErrClosedPipe
			}
			return nil
		})
		if !errors.Is(err, io.ErrClosedPipe) || rows != 3 {
			t.Errorf("got %v after %d rows", err, rows)
		}
	})
	t.Run("context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := r.Read(ctx, table.Range(0, 100), index, never); !errors.Is(err, context.Canceled) {
			t.Errorf("Read returned %v", err)
		}
		if _, err := input.Inspect(ctx, f, Format(), faceColumns); !errors.Is(err, context.Canceled) {
			t.Errorf("Inspect returned %v", err)
		}
	})
	t.Run("selection", func(t *testing.T) {
		bad := map[string]table.Selection{
			"beyond the end": table.Range(1499, 2),
			"negative":       table.Range(-1, 2),
			"deltas beyond":  table.Select([]int64{3, 5, 1500}),
			"deltas missing": {First: 3, Count: 4, Deltas: []byte{7}},
		}
		for name, sel := range bad {
			err := r.Read(context.Background(), sel, index, never)
			var input *input.Error
			if err == nil || errors.As(err, &input) {
				t.Errorf("%s: got error %v", name, err)
			}
		}
	})
	t.Run("index", func(t *testing.T) {
		err := r.Read(context.Background(), table.Range(700, 1), index.Cut(table.Range(0, 10)), never)
		var input *input.Error
		if err == nil || errors.As(err, &input) {
			t.Errorf("got error %v for an index that does not fit", err)
		}
	})
}
