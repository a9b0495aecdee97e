package csv

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// Comments above a table are no rows, whatever quotes are in them, and row numbers count
// from the first row behind them.
func TestComments(t *testing.T) {
	var rows strings.Builder
	const n = 5000
	for i := range n {
		fmt.Fprintf(&rows, "http://h/%d,caption %d\n", i, i)
	}
	for name, start := range map[string]string{
		"comments":            "# by x, \"y\n\n# \"a\nurl,caption\n",
		"a header with #":     "# by x\n#url,caption\n",
		"no header":           "# by x\n# y\n",
		"sep= and no comment": "sep=,\nurl,caption\n",
	} {
		t.Run(name, func(t *testing.T) {
			f, cols := rowstest.Text(start+rows.String()), table.Columns{URL: "url", Caption: "caption"}
			switch name {
			case "a header with #":
				cols.URL = "#url"
			case "no header":
				cols.URL, cols.Caption = "column1", "column2"
			}
			info := rowstest.Inspect(t, f, Commas(), cols)
			if info.Rows != n {
				t.Fatalf("%d rows", info.Rows)
			}
			for _, sel := range []table.Selection{table.Range(0, 2), table.Select([]int64{3, 4900}), table.Range(n-1, 1)} {
				for _, row := range rowstest.Read(t, rowstest.Open(t, f, Commas(), cols), sel, info.Index.Cut(sel)) {
					if row.URL != fmt.Sprintf("http://h/%d", row.Number) || row.Caption != fmt.Sprintf("caption %d", row.Number) {
						t.Errorf("row %d: %q, %q", row.Number, row.URL, row.Caption)
					}
				}
			}
		})
	}
}
