package rows

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
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
		copyRows(t, &memFile{data: data}, 1, stem+".all.parquet")
		copyRows(t, &memFile{data: data}, 7, stem+".some.parquet")
	}
	if faults := interop(t, "compare", folder); strings.TrimSpace(faults) != "" {
		t.Error(faults)
	}
}

func interop(t *testing.T, command, folder string) string {
	t.Helper()
	python := os.Getenv("BEAMCROP_PYTHON")
	if python == "" {
		if os.Getenv("BEAMCROP_REQUIRE_ALL") != "" {
			t.Fatal("BEAMCROP_PYTHON is not set")
		}
		t.Skip("left out: reading what others write; set BEAMCROP_PYTHON, or run make test")
	}
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
func copyRows(t *testing.T, f *memFile, step int64, path string) {
	t.Helper()
	cols := Columns{URL: "url", KeepAll: true, Keep: []string{"url"}}
	info := inspect(t, f, cols)
	var numbers []int64
	for i := int64(0); i < info.Rows; i += step {
		numbers = append(numbers, i)
	}
	sel := Select(numbers)
	r := mustOpen(t, f, cols)
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewWriter(out, keptSchema(r))
	for _, row := range read(t, r, sel, info.Index.Cut(sel)) {
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

func keptSchema(r Reader) *parquet.Schema {
	root := &message{}
	for _, k := range r.Kept(Index{}) {
		root.fields = append(root.fields, k.Node.(parquet.Field))
	}
	return parquet.NewSchema("kept", root)
}
