package rows

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
)

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]string{
		"a.parquet": FormatParquet, "gs://b/x.y/A.CSV": FormatCSV, "a.csv.gz": FormatCSV, "a.tsv.zst": FormatTSV, "a.TSV.GZ": FormatTSV,
		"a.jsonl": FormatJSONL, "a.ndjson.gz": FormatJSONL, "a.json": "", "a.txt": "", "a.gz": "", "a": "", "csv": "", "a.csv/part-0": "",
	} {
		if got := FormatOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestSniff(t *testing.T) {
	long := strings.Repeat("x", 2*input.MaxRow)
	for name, c := range map[string]struct {
		f    *rowstest.File
		want string // a format, or what an error says
	}{
		"Parquet":      {rowstest.Text("PAR1..."), FormatParquet},
		"CSV":          {rowstest.Text("\ufeff\nurl,caption\n"), FormatCSV},
		"TSV":          {rowstest.Text("url\tcaption\n"), FormatTSV},
		"JSONL":        {rowstest.Text("\n{\"a\": 1, \"b\": \"\t\"}\n"), FormatJSONL},
		"broken JSONL": {rowstest.Text(`{"a": 1,`), FormatJSONL},
		"packed":       {rowstest.Gzip(t, "", "url,caption"), FormatCSV},
		"frames":       {rowstest.Zstd(t, `{"a": 1}`), FormatJSONL},
		"array":        {rowstest.Text("[\n{\"a\": 1}]"), FormatJSONL},
		"both":         {rowstest.Text("a,b\tc\n"), "say --input_format="},
		"semicolons":   {rowstest.Text("url;caption\n"), FormatCSV},
		"links":        {rowstest.Text("http://a/b,c\nhttp://a/d\n"), FormatTSV},
		"neither":      {rowstest.Text("a\nb\n"), "say --input_format="},
		"empty":        {rowstest.Text(""), "the file is empty"},
		"blank":        {rowstest.Text("\n\n"), "the file is empty"},
		"long":         {rowstest.Text(long), "longer than 16 MiB"},
		"a web page":   {rowstest.Text("<html>"), "web page"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Sniff(c.f)
			if err != nil {
				rowstest.WantText(t, rowstest.WantError(t, err), c.want)
			} else if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
