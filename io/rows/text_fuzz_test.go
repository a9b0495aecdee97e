package rows

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/table"
)

// fuzzText inspects bytes from outside and reads them, whole and in parts.
// Either the rows come, the same ones both times, or the file is to blame.
func fuzzText(t *testing.T, data []byte, format string, cols table.Columns) {
	f := &memFile{data: data}
	info, err := Inspect(context.Background(), f, format, cols)
	if err != nil {
		_ = wantInputError(t, err)
		return
	}
	whole := textRows(read(t, openAs(t, f, format, cols), table.Range(0, info.Rows), info.Index))
	r := openAs(t, f, format, cols)
	for first := info.Rows - 1; first >= 0; first -= 1 + info.Rows/8 {
		sel := table.Range(first, min(info.Rows-first, 3))
		part := textRows(read(t, r, sel, info.Index.Cut(sel)))
		if diff := cmp.Diff(whole[first:first+sel.Count], part, sameNaN); diff != "" {
			t.Fatal(diff)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("url,caption\na,\"b\"\"\n\"\n\"c\"d,e\n\n,\n"))
	f.Add([]byte("\ufeffhttp://a,b\r\n\"c\nd\",e\r\n"))
	f.Add(gzipped(f, "url,x\n", "a,b\nc,d\n").data)
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzText(t, data, FormatCSV, table.Columns{URL: "column1", KeepAll: true, Header: table.HeaderNo})
		fuzzText(t, data, FormatCSV, table.Columns{URL: "url", Caption: "caption"})
	})
}

func FuzzTSV(f *testing.F) {
	f.Add([]byte("url\tcaption\na\t\"b\n\n\tc\r\n"))
	f.Add(zstandard(f, "url\tx\n", "a\tb\nc\td\n").data)
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzText(t, data, FormatTSV, table.Columns{URL: "column1", KeepAll: true, Header: table.HeaderNo})
		fuzzText(t, data, FormatTSV, table.Columns{URL: "url", Caption: "caption"})
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"url\": [\"a\", null], \"box\": [1, 2], \"n\": 1}\n{\"n\": 1e400}\n{\"url\": \"\\ud800\", \"n\": {\"a\": []}}\n\n[]\n{"))
	f.Add([]byte("{\"url\": 1, \"url\": \"a\", \"box\": \"x\", \"n\": true}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzText(t, data, FormatJSONL, table.Columns{URL: "url", KeepAll: true, Also: []string{"url"}})
	})
}

// FuzzValidJSON holds the fast check to the standard library's.
func FuzzValidJSON(f *testing.F) {
	f.Add([]byte(`{"a": [1, -2.5e+3, "\u00fc\n", true, null]}`))
	f.Add([]byte("{\"a\": 01}"))
	f.Add([]byte("\"\x01\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := validJSON(data); got != json.Valid(data) {
			t.Fatalf("%q: %v", data, got)
		}
	})
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("url,caption\n"))
	f.Add([]byte("{\"a\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := Sniff(&memFile{data: data})
		if err != nil {
			_ = wantInputError(t, err)
		} else if format == "" {
			t.Fatal("neither a format nor an error")
		}
	})
}
