package text_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/jsonl"
	"github.com/beamcrop/beamcrop/io/table"
)

var facesColumns = table.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true}

// BenchmarkText inspects and reads a hundred thousand rows of each format.
func BenchmarkText(b *testing.B) {
	const n = 100_000
	var cells, objects strings.Builder
	cells.WriteString("_id\turl\tcaption\tbox\n")
	for i := range n {
		url, caption, box := fmt.Sprintf("https://h%d.example/pictures/%d.jpg", i%100, i), strings.Repeat("a face in the crowd ", 5), fmt.Sprintf("[%d 20 130 140]", i%90)
		fmt.Fprintf(&cells, "%08d\t%s\t%s\t%s\n", i, url, caption, box)
		fmt.Fprintf(&objects, "{\"_id\": \"%08d\", \"url\": %q, \"caption\": [%q], \"box\": %q}\n", i, url, caption, box)
	}
	for _, c := range []struct {
		format input.Format
		text   string
	}{
		{csv.Commas(), strings.ReplaceAll(cells.String(), "\t", ",")}, {csv.Tabs(), cells.String()}, {jsonl.Format(), objects.String()},
	} {
		f := rowstest.Text(c.text)
		index := rowstest.Inspect(b, f, c.format, facesColumns).Index
		b.Run(c.format.Name+"/inspect", func(b *testing.B) {
			b.SetBytes(f.Size())
			for b.Loop() {
				rowstest.Inspect(b, f, c.format, facesColumns)
			}
		})
		b.Run(c.format.Name+"/read", func(b *testing.B) {
			b.SetBytes(f.Size())
			r := rowstest.Open(b, f, c.format, facesColumns)
			for b.Loop() {
				rows := 0
				if err := r.Read(b.Context(), table.Range(0, n), index, func(input.Row) error { rows++; return nil }); err != nil || rows != n {
					b.Fatal(rows, err)
				}
			}
		})
	}
}
