package rows

import (
	"strings"
	"testing"
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
	long := strings.Repeat("x", 2*maxRecord)
	for name, c := range map[string]struct {
		f    *memFile
		want string // a format, or what an error says
	}{
		"Parquet":      {textOfFile("PAR1..."), FormatParquet},
		"CSV":          {textOfFile("\ufeff\nurl,caption\n"), FormatCSV},
		"TSV":          {textOfFile("url\tcaption\n"), FormatTSV},
		"JSONL":        {textOfFile("\n{\"a\": 1, \"b\": \"\t\"}\n"), FormatJSONL},
		"broken JSONL": {textOfFile(`{"a": 1,`), FormatJSONL},
		"packed":       {gzipped(t, "", "url,caption"), FormatCSV},
		"frames":       {zstandard(t, `{"a": 1}`), FormatJSONL},
		"array":        {textOfFile("[\n{\"a\": 1}]"), FormatJSONL},
		"both":         {textOfFile("a,b\tc\n"), "say --input_format="},
		"semicolons":   {textOfFile("url;caption\n"), FormatCSV},
		"links":        {textOfFile("http://a/b,c\nhttp://a/d\n"), FormatTSV},
		"neither":      {textOfFile("a\nb\n"), "say --input_format="},
		"empty":        {textOfFile(""), "the file is empty"},
		"blank":        {textOfFile("\n\n"), "the file is empty"},
		"long":         {textOfFile(long), "longer than 16 MiB"},
		"a web page":   {textOfFile("<html>"), "web page"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Sniff(c.f)
			if err != nil {
				wantText(t, wantInputError(t, err), c.want)
			} else if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
