package parquet

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestInterop reads files that pyarrow, Polars, DuckDB and fastparquet write, and
// has pyarrow compare what came of them, value by value: all rows in order, and
// every seventh by itself.
func TestInterop(t *testing.T) {
	folder := t.TempDir()
	interop(t, "write", folder)
	paths, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
	if err != nil || len(paths) < 50 {
		t.Fatalf("only %d files were written: %v", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		stem := strings.TrimSuffix(path, ".parquet")
		copyRows(t, &rowstest.File{Data: data}, 1, stem+".all.parquet")
		copyRows(t, &rowstest.File{Data: data}, 7, stem+".some.parquet")
	}
	if faults := interop(t, "compare", folder); strings.TrimSpace(faults) != "" {
		t.Error(faults)
	}
}

// TestUnifyInterop reads files of one dataset whose schemas differ, and has pyarrow
// compare what came of them with what it makes of them.
func TestUnifyInterop(t *testing.T) {
	folder := t.TempDir()
	interop(t, "datasets", folder)
	paths, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(paths) < 8 {
		t.Fatalf("only %d datasets were written: %v", len(paths), err)
	}
	for _, path := range paths {
		joinFiles(t, path)
	}
	if faults := interop(t, "compare", folder); strings.TrimSpace(faults) != "" {
		t.Error(faults)
	}
}

// joinFiles copies all rows of a folder's files to all.parquet in it.
func joinFiles(t *testing.T, folder string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "?.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	cols := table.Columns{URL: "url", KeepAll: true, Keep: []string{"url"}}
	var readers []input.Reader
	var infos []*table.Info
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := &rowstest.File{Data: data}
		info := inspect(t, f, cols)
		infos = append(infos, &info)
		readers = append(readers, mustOpen(t, f, cols))
	}
	if err := unify(infos, names, nil); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(folder, "all.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewWriter(out, keptSchema(readers[0], infos[0].Index))
	for i, r := range readers {
		for _, row := range rowstest.Read(t, r, table.Range(0, infos[i].Rows), infos[i].Index) {
			if _, err := w.WriteRows([]parquet.Row{row.Kept}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
}

func interop(t *testing.T, command, folder string) string {
	t.Helper()
	python := testenv.Python(t, "reading what others write")
	cmd := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "interop.py"), command, folder)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.String())
	}
	return string(out)
}

// copyRows writes every step-th row of a file, all columns of it, to another.
func copyRows(t *testing.T, f *rowstest.File, step int64, path string) {
	t.Helper()
	cols := table.Columns{URL: "url", KeepAll: true, Keep: []string{"url"}}
	info := inspect(t, f, cols)
	var numbers []int64
	for i := int64(0); i < info.Rows; i += step {
		numbers = append(numbers, i)
	}
	sel := table.Select(numbers)
	r := mustOpen(t, f, cols)
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewWriter(out, keptSchema(r, table.Index{}))
	for _, row := range rowstest.Read(t, r, sel, info.Index.Cut(sel)) {
		if _, err := w.WriteRows([]parquet.Row{row.Kept}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func keptSchema(r input.Reader, index table.Index) *parquet.Schema {
	root := &keptGroup{}
	for _, k := range r.Kept(index) {
		root.fields = append(root.fields, k.Node.(parquet.Field))
	}
	return parquet.NewSchema("kept", root)
}
