package rows

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// samples write n rows of sampleRow in each format, whose last column is named as
// given. A new format needs one, and then all that follows holds for it, too.
var samples = map[string]func(t *testing.T, n int64, last string) []byte{
	FormatParquet:    parquetSample,
	FormatWebDataset: tarSample,
	FormatCSV: func(_ *testing.T, n int64, last string) []byte {
		return linesOf(n, "url,caption,box,"+last+"\n", func(i int64) string {
			return fmt.Sprintf("%s,%q,%q,%d\n", sampleURL(i), sampleCaption(i), sampleBox(i), i)
		})
	},
	FormatTSV: func(_ *testing.T, n int64, last string) []byte {
		return linesOf(n, "url\tcaption\tbox\t"+last+"\n", func(i int64) string {
			return fmt.Sprintf("%s\t%s\t%s\t%d\n", sampleURL(i), sampleCaption(i), sampleBox(i), i)
		})
	},
	FormatJSONL: func(_ *testing.T, n int64, last string) []byte {
		return linesOf(n, "", func(i int64) string {
			return fmt.Sprintf("{\"url\": %q, \"caption\": %q, \"box\": %q, %q: %d}\n", sampleURL(i), sampleCaption(i), sampleBox(i), last, i)
		})
	},
}

// ownColumns are what a format's rows have besides.
var ownColumns = map[string][]string{FormatWebDataset: {"__key__"}}

func sampleURL(i int64) string     { return fmt.Sprintf("https://h.example/%d.jpg", i) }
func sampleCaption(i int64) string { return fmt.Sprintf("row number %d", i) }
func sampleBox(i int64) string     { return fmt.Sprintf("[%d, 2, 300, 400]", i%100) }

func linesOf(n int64, header string, line func(int64) string) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for i := range n {
		b.WriteString(line(i))
	}
	return b.Bytes()
}

func parquetSample(t *testing.T, n int64, last string) []byte {
	var b bytes.Buffer
	schema := parquet.NewSchema("sample", parquet.Group{
		"url": parquet.String(), "caption": parquet.String(), "box": parquet.String(), last: parquet.Int(64),
	})
	w := parquet.NewGenericWriter[map[string]any](&b, schema, parquet.MaxRowsPerRowGroup(400), parquet.PageBufferSize(1000))
	for i := range n {
		row := map[string]any{"url": sampleURL(i), "caption": sampleCaption(i), "box": sampleBox(i), last: i}
		if _, err := w.Write([]map[string]any{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const sampleRows = 1500

var sampleColumns = table.Columns{URL: "url", Box: "box", Caption: "caption", Keep: []string{"n", "caption"}, Also: []string{"n"}}

// wantSample says what is wrong with row i of a sample.
func wantSample(row input.Row, i int64) error {
	want := table.Row{Number: i, URL: sampleURL(i), Caption: sampleCaption(i), HasCaption: true, Box: table.Box{Text: sampleBox(i)}, Also: row.Also}
	if diff := cmp.Diff(want, row.Row); diff != "" {
		return fmt.Errorf("row %d: %s", i, diff)
	}
	if len(row.Also) != 1 || fmt.Sprint(row.Also[0]) != fmt.Sprint(i) {
		return fmt.Errorf("row %d also has %v", i, row.Also)
	}
	return nil
}
