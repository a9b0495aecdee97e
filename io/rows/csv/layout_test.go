package csv

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

var tableColumns = table.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true}

func TestTable(t *testing.T) {
	kept := func(values ...any) []any { return values }
	for name, c := range map[string]struct {
		format input.Format
		text   string
		cols   table.Columns
		want   []rowstest.TextRow
		keeps  string
	}{
		"CSV": {Commas(), "url,box,caption,id\nhttp://a/b,\"[1,2,3,4]\",\"say \"\"hi\"\", twice\",7\nx,,,\n", tableColumns, []rowstest.TextRow{
			{URL: "http://a/b", Box: table.Box{Text: "[1,2,3,4]"}, Caption: `say "hi", twice`, HasCaption: true, Kept: kept("7")},
			{URL: "x", Kept: kept(nil)},
		}, "message {\n\toptional binary id (STRING);\n}"},
		"embedded newlines, CRLF, a mark, blank lines, no end": {
			Commas(), "\ufeffurl,caption\r\n\r\na,\"one\r\ntwo\n\nthree\"\r\n\r\nb,c", table.Columns{URL: "url", Caption: "caption"}, []rowstest.TextRow{
				{URL: "a", Caption: "one\ntwo\n\nthree", HasCaption: true},
				{URL: "b", Caption: "c", HasCaption: true},
			}, ""},
		"no header": {Commas(), "https://a/b,\"c,d\"\nhttps://e,f\n", table.Columns{URL: "column1", Keep: []string{"column2", "column1"}}, []rowstest.TextRow{
			{URL: "https://a/b", Kept: kept("https://a/b", "c,d")},
			{URL: "https://e", Kept: kept("https://e", "f")},
		}, "message {\n\toptional binary column1 (STRING);\n\toptional binary column2 (STRING);\n}"},
		"a header against the odds":  {Tabs(), "HTTP://url\n1\n", table.Columns{URL: "HTTP://url", Header: table.HeaderYes}, []rowstest.TextRow{{URL: "1"}}, ""},
		"no header against the odds": {Tabs(), "UNKNOWN\tx\nhttp://a\ty\n", table.Columns{URL: "column1", Header: table.HeaderNo}, []rowstest.TextRow{{URL: "UNKNOWN"}, {URL: "http://a"}}, ""},
		"a name that is empty":       {Commas(), ",url\n0,a\n", table.Columns{URL: "url", KeepAll: true}, []rowstest.TextRow{{URL: "a", Kept: kept("0")}}, "message {\n\toptional binary column1 (STRING);\n}"},
		"TSV quotes nothing":         {Tabs(), "caption\turl\r\n\"a\" b \"\"c\ta\r\n\r\n\"open\tb", table.Columns{URL: "url", Caption: "caption"}, []rowstest.TextRow{{URL: "a", Caption: `"a" b ""c`, HasCaption: true}, {URL: "b", Caption: `"open`, HasCaption: true}}, ""},
		"TSV keeps spaces":           {Tabs(), "url\tcaption\n a \t\n", table.Columns{URL: "url", Caption: "caption"}, []rowstest.TextRow{{URL: " a "}}, ""},
		"ragged":                     {Commas(), "url,caption\na,b,c\nd\ne,f\n", table.Columns{URL: "url", Keep: []string{"caption"}, Also: []string{"url", "caption"}}, []rowstest.TextRow{{Invalid: "the row has 3 fields, not 2", Kept: kept(nil), Also: kept(nil, nil)}, {Invalid: "the row has 1 fields, not 2", Kept: kept(nil), Also: kept(nil, nil)}, {URL: "e", Kept: kept("f"), Also: kept("e", "f")}}, "message {\n\toptional binary caption (STRING);\n}"},
		"quotes in odd places":       {Commas(), "url,caption\na,5\" disk\nb,\"c\"d\ne,\"f\n\"g\nh,i\n", table.Columns{URL: "url"}, []rowstest.TextRow{{URL: "a"}, {URL: "b"}, {Invalid: `a quote opens a cell of 2 lines, and text follows the quote that closes it`}, {URL: "h"}}, ""},
		"not UTF-8":                  {Commas(), "url,caption,x\na,caf\xe9 \u00e9,\nb,c,caf\xe9\n", table.Columns{URL: "url", Caption: "caption"}, []rowstest.TextRow{{Invalid: `column "caption" is not UTF-8 text`}, {URL: "b", Caption: "c", HasCaption: true}}, ""},
		"one quoted row at the end":  {Commas(), "url\na\n\"b\"c", table.Columns{URL: "url"}, []rowstest.TextRow{{URL: "a"}, {URL: "bc"}}, ""},
		"no rows":                    {Commas(), "url\n\n", table.Columns{URL: "url"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for packing, f := range map[string]*rowstest.File{"plain": rowstest.Text(c.text), "gzip": rowstest.Gzip(t, c.text[:3], "", c.text[3:]), "zstd": rowstest.Zstd(t, c.text[:5], c.text[5:])} {
				got, info := rowstest.ReadAll(t, f, c.format, c.cols)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%s: %s", packing, diff)
				}
				if info.Kept != c.keeps {
					t.Errorf("%s: keeps %q, want %q", packing, info.Kept, c.keeps)
				}
			}
		})
	}
}

func TestBadTables(t *testing.T) {
	url := table.Columns{URL: "url"}
	for name, c := range map[string]struct {
		format input.Format
		f      *rowstest.File
		cols   table.Columns
		want   string
	}{
		"empty":              {Commas(), rowstest.Text(""), url, "the file is empty"},
		"a mark alone":       {Commas(), rowstest.Text("\ufeff\n\n"), url, "not even a header"},
		"nothing packed":     {Tabs(), rowstest.Gzip(t, ""), url, "not even a header"},
		"Parquet":            {Commas(), rowstest.Text("PAR1abc"), url, "it is a Parquet file"},
		"UTF-32":             {Commas(), rowstest.Text("\xff\xfe\x00\x00u\x00\x00\x00"), url, "UTF-32"},
		"xz":                 {Commas(), rowstest.Text("\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4F"), url, "packed with xz"},
		"zip":                {Commas(), rowstest.Text("PK\x03\x04\x14\x00"), url, "zip archive, or an Excel workbook: unpack it, or save it as CSV"},
		"zeros in binary":    {Commas(), rowstest.Text("url\n" + strings.Repeat("\xfe\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0b\x00", 40)), url, "not text"},
		"binary":             {Tabs(), rowstest.Text("url\tx\x00"), url, "not text"},
		"a web page":         {Commas(), rowstest.Text("\n<!DOCTYPE html>"), url, "a web page"},
		"a pointer":          {Commas(), rowstest.Text("version https://git-lfs.github.com/spec/v1\noid"), url, "Git LFS"},
		"a broken header":    {Commas(), rowstest.Text("url,\"a\nb\"c\n"), url, `the first row: a quote opens a cell of 2 lines`},
		"half UTF-8":         {Commas(), rowstest.Text("url,caf\xe9\u00e9\n"), url, "name of column 2 is not UTF-8"},
		"no column":          {Commas(), rowstest.Text("link,text\n"), url, `no column "url"; the columns are: link, text (choose with --url_column)`},
		"no box":             {Tabs(), rowstest.Text("url\n"), table.Columns{URL: "url", Box: "b"}, `no column "b"; the columns are: url (choose with --box_column)`},
		"no caption":         {Tabs(), rowstest.Text("url\n"), table.Columns{URL: "url", Caption: "b"}, `(choose with --caption_column)`},
		"nothing to keep":    {Tabs(), rowstest.Text("url\n"), table.Columns{URL: "url", Keep: []string{"b"}}, `(choose with --keep)`},
		"nothing also":       {Tabs(), rowstest.Text("url\n"), table.Columns{URL: "url", Also: []string{"b"}}, `no column "b"; the columns are: url`},
		"too many columns":   {Commas(), rowstest.Text("url" + strings.Repeat(",a", table.MaxColumns)), url, "more than 10000"},
		"a quote stays open": {Commas(), rowstest.Text("url\na\n\"b\nc\nd\n"), url, `row 1: a quote that opens in it is never closed`},
		"a long quote":       {Commas(), rowstest.Text("url\na\n\"" + strings.Repeat("b\n", input.MaxRow)), url, "row 1: it is longer than 16 MiB"},
		"a long line":        {Tabs(), rowstest.Text("url\na\n" + strings.Repeat("b", 2*input.MaxRow)), url, "row 1: it is longer than 16 MiB"},
		"a long first line":  {Tabs(), rowstest.Text(strings.Repeat("b", 2*input.MaxRow)), url, "the first row: it is longer than 16 MiB"},
		"damaged gzip":       {Commas(), rowstest.Text("\x1f\x8b\x08damaged, as this is no deflate"), url, ""},
		"damaged zstd":       {Commas(), rowstest.Text("\x28\xb5\x2f\xfddamaged"), url, ""},
		"truncated gzip":     {Commas(), cutShort(rowstest.Gzip(t, "url\n"+strings.Repeat("ab\n", 900))), url, "cannot be unpacked, being damaged or cut short: unexpected EOF"},
		"truncated zstd":     {Commas(), cutShort(rowstest.Zstd(t, "url\n"+strings.Repeat("ab\n", 900))), url, "cannot be unpacked, being damaged or cut short: unexpected EOF"},
		"garbage behind":     {Commas(), rowstest.Text(string(rowstest.Gzip(t, "url\na\n").Data) + "garbage"), url, "cannot be unpacked"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := input.Inspect(context.Background(), c.f, c.format, c.cols)
			rowstest.WantText(t, rowstest.WantError(t, err), c.want)
		})
	}
}

func cutShort(f *rowstest.File) *rowstest.File { return &rowstest.File{Data: f.Data[:len(f.Data)-12]} }
