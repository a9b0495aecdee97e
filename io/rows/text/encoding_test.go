package text_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/jsonl"
	"github.com/beamcrop/beamcrop/io/table"
)

// accented is a table of so many rows, some over two lines, whose first accent is in
// the row given.
func accented(rows, first int, letter string) string {
	var b strings.Builder
	b.WriteString("url,caption,id\n")
	for i := range rows {
		word := "caf" + letter
		if i < first {
			word = "cafe"
		}
		fmt.Fprintf(&b, "https://h.example/%d.jpg,\"%s\n%s\",%d\n", i, strings.Repeat(word, i%40), word, i)
	}
	return b.String()
}

// TestEncodings holds that a file in another encoding has the rows that it has in
// UTF-8, read whole, by row or in parts, and that a part costs its blocks.
func TestEncodings(t *testing.T) {
	const n = 5000
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for name, c := range map[string]struct {
		encoding encoding.Encoding
		mark     string
		letter   string
		first    int
		said     string
		want     string
	}{
		"UTF-16 with a mark":        {little, "\xff\xfe", "é猫𝄞", 0, "", "utf-16le"},
		"UTF-16 without":            {little, "", "é猫𝄞", 0, "", "utf-16le"},
		"UTF-16 of a big end":       {big, "\xfe\xff", "é", 0, "", "utf-16be"},
		"Windows-1252":              {charmap.Windows1252, "", "é", 0, "", "windows-1252"},
		"Windows-1252, seen late":   {charmap.Windows1252, "", "é", n - 3, "", "windows-1252"},
		"Shift-JIS, as it was said": {japanese.ShiftJIS, "", "猫", 0, "shift_jis", "shift_jis"},
		"UTF-8 with a mark":         {encoding.Nop, "\xef\xbb\xbf", "é", 0, "", "utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			cols := table.Columns{URL: "url", Caption: "caption", KeepAll: true, Encoding: c.said}
			text := accented(n, c.first, c.letter)
			want, _ := rowstest.ReadAll(t, rowstest.Text(text), csv.Commas(), table.Columns{URL: "url", Caption: "caption", KeepAll: true})
			bytes := rowstest.Encode(t, c.encoding, c.mark, text)
			f := rowstest.Text(bytes)
			got, info := rowstest.ReadAll(t, f, csv.Commas(), cols)
			if diff := cmp.Diff(want, got); diff != "" || info.Index.Encoding != c.want || len(info.Index.Blocks) < 5 {
				t.Fatalf("%d blocks in %s: %.1000s", len(info.Index.Blocks), info.Index.Encoding, diff)
			}
			random := rand.New(rand.NewPCG(1, 1))
			for range 20 {
				first := random.Int64N(n)
				sel := table.Range(first, 1+random.Int64N(min(n-first, 300)))
				cut := info.Index.Cut(sel)
				r := rowstest.Open(t, f, csv.Commas(), cols) // as another worker does
				f.Reset()
				part := rowstest.TextRows(rowstest.Read(t, r, sel, cut))
				if diff := cmp.Diff(want[first:first+sel.Count], part); diff != "" {
					t.Fatalf("rows %d to %d: %.1000s", first, first+sel.Count, diff)
				}
				var size int64
				for _, b := range cut.Blocks {
					size += b.Size
				}
				if read := f.Bytes.Load(); read != size {
					t.Errorf("%d bytes were read, want %d", read, size)
				}
			}
			packed, _ := rowstest.ReadAll(t, rowstest.Gzip(t, bytes), csv.Commas(), cols)
			if diff := cmp.Diff(want, packed); diff != "" {
				t.Errorf("packed: %.1000s", diff)
			}
		})
	}
}

// Damaged rows among good ones are no reason to read the good ones wrongly.
func TestDamagedRowsStayDamaged(t *testing.T) {
	text := accented(200, 0, "é") + "https://h.example/x.jpg,\xff\xfecaf\xe9,1\n"
	got, info := rowstest.ReadAll(t, rowstest.Text(text), csv.Commas(), table.Columns{URL: "url", Caption: "caption"})
	if info.Index.Encoding != "utf-8" || got[200].Invalid != `column "caption" is not UTF-8 text` || got[0].Invalid != "" {
		t.Errorf("%s, %+v", info.Index.Encoding, got[200])
	}
}

func TestJSONLinesInUTF16(t *testing.T) {
	text := "{\"url\": \"a\", \"caption\": \"ünï\"}\r\n{\"url\": \"b\", \"caption\": \"猫\"}\r\n"
	f := rowstest.Text(rowstest.Encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xff\xfe", text))
	got, _ := rowstest.ReadAll(t, f, jsonl.Format(), table.Columns{URL: "url", Caption: "caption"})
	want := []rowstest.TextRow{{URL: "a", Caption: "ünï", HasCaption: true}, {URL: "b", Caption: "猫", HasCaption: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
