package text_test

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// A byte of zero is a character of its row, at a file's start as behind it: it
// makes no file unreadable.
func TestZeroByteInText(t *testing.T) {
	for name, text := range map[string]string{
		"at the start": "url,caption\nhttps://h.example/0.jpg,a\x00b\n" + strings.Repeat("https://h.example/1.jpg,c\n", 50),
		"a cut rune":   "url,caption\nhttps://h.example/0.jpg,a\x00b\n" + strings.Repeat("é", text.HeadSize),
	} {
		t.Run(name, func(t *testing.T) {
			f, columns := rowstest.Text(text), table.Columns{URL: "url", Caption: "caption"}
			got := rowstest.Read(t, rowstest.Open(t, f, csv.Commas(), columns), table.Range(0, 1), rowstest.Inspect(t, f, csv.Commas(), columns).Index)
			if len(got) != 1 || got[0].Caption != "a\x00b" {
				t.Errorf("got %+v, want the caption with its zero", got)
			}
		})
	}
}
