package rows

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// What testdata/make_text.py writes into row i.

func pythonCaption(i int64) string {
	return []string{fmt.Sprintf("say \"hi\", %d\nnext", i), "plain", "", "tab\there", `"ünï`}[i%5]
}

func pythonKept(i int64) []any {
	return []any{[]any{1.0, 2.5, nil, 7.0, -3.0}[i%5], i%2 == 0, int64(math.MaxInt64) - i}
}

// asText is how pandas and Arrow write a value of a table.
func asText(v any, boolean [2]string) any {
	switch v := v.(type) {
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if boolean[1] == "True" && v == math.Trunc(v) {
			text += ".0"
		}
		return text
	case bool:
		if v {
			return boolean[1]
		}
		return boolean[0]
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return nil
}

func TestTextFixtures(t *testing.T) {
	cellsOf := func(boolean [2]string) func(int64) []any {
		return func(i int64) []any {
			var kept []any
			for _, v := range pythonKept(i) {
				kept = append(kept, asText(v, boolean))
			}
			return kept
		}
	}
	pandas, arrow := cellsOf([2]string{"False", "True"}), cellsOf([2]string{"false", "true"})
	cols := table.Columns{URL: "url", Caption: "caption", Keep: []string{"n", "ok", "big"}}
	for name, c := range map[string]struct {
		format string
		cols   table.Columns
		kept   func(int64) []any
	}{
		"pandas.csv":     {FormatCSV, cols, pandas},
		"pandas.csv.gz":  {FormatCSV, cols, pandas},
		"arrow.csv.zst":  {FormatCSV, cols, arrow},
		"pandas.jsonl":   {FormatJSONL, cols, pythonKept},
		"datasets.jsonl": {FormatJSONL, cols, pythonKept},
	} {
		t.Run(name, func(t *testing.T) {
			rows, info := rowstest.ReadAll(t, textFixture(t, name), known(t, c.format), c.cols)
			var want []rowstest.TextRow
			for i := range int64(40) {
				caption := pythonCaption(i)
				want = append(want, rowstest.TextRow{URL: fmt.Sprintf("https://h.example/%d.jpg", i), Caption: caption, HasCaption: caption != "", Kept: c.kept(i)})
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Error(diff)
			}
			if FormatOf(name) != c.format || info.Rows != 40 {
				t.Errorf("%s has %d rows", FormatOf(name), info.Rows)
			}
		})
	}
	rows, _ := rowstest.ReadAll(t, textFixture(t, "cc12m.tsv.gz"), known(t, FormatTSV), table.Columns{URL: "column1", Caption: "column2"})
	if len(rows) != 40 || rows[4].Caption != `"ünï` || rows[39].URL != "https://h.example/39.jpg" {
		t.Errorf("CC12M: %d rows, %+v", len(rows), rows)
	}
}

func textFixture(t testing.TB, name string) *rowstest.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return &rowstest.File{Data: data}
}
