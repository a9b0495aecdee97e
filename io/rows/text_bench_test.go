package rows

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
)

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
	for _, c := range []struct{ format, text string }{
		{FormatCSV, strings.ReplaceAll(cells.String(), "\t", ",")}, {FormatTSV, cells.String()}, {FormatJSONL, objects.String()},
	} {
		f := textOfFile(c.text)
		index := inspectAs(b, f, c.format, tableColumns).Index
		b.Run(c.format+"/inspect", func(b *testing.B) {
			b.SetBytes(f.Size())
			for b.Loop() {
				inspectAs(b, f, c.format, tableColumns)
			}
		})
		b.Run(c.format+"/read", func(b *testing.B) {
			b.SetBytes(f.Size())
			r := openAs(b, f, c.format, tableColumns)
			for b.Loop() {
				rows := 0
				if err := r.Read(b.Context(), table.Range(0, n), index, func(Row) error { rows++; return nil }); err != nil || rows != n {
					b.Fatal(rows, err)
				}
			}
		})
	}
}
