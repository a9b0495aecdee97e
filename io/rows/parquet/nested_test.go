package parquet

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// nestedRow has cells of every kind that Box and Also tell apart.
type nestedRow struct {
	URL    string      `parquet:"url"`
	Lists  [][]float64 `parquet:"lists,list" parquet-element:",list"`
	Struct *corners    `parquet:"struct,optional"`
	List   []corners   `parquet:"structs,list"`
	Words  []string    `parquet:"words,list"`
	Flag   bool        `parquet:"flag"`
	Small  *int32      `parquet:"small,optional"`
	Large  int64       `parquet:"large"`
	Byte   uint8       `parquet:"byte"`
	Huge   uint64      `parquet:"huge"`
	Single float32     `parquet:"single"`
	Double *float64    `parquet:"double,optional"`
	Text   *string     `parquet:"text,optional"`
	Raw    []byte      `parquet:"raw"`
	When   time.Time   `parquet:"when,timestamp(millisecond)"`
	Cents  int64       `parquet:"cents,decimal(2:18)"`
}

type corners struct {
	X1 float64 `parquet:"x1" json:"x1"`
	Y1 float64 `parquet:"y1" json:"y1"`
	X2 float32 `parquet:"x2" json:"x2"`
	Y2 int32   `parquet:"y2" json:"y2"`
}

// nestedRows have from 0 to 6 boxes each, now and then none at all.
func nestedRows(n int) []nestedRow {
	rows := make([]nestedRow, n)
	for i := range rows {
		f := float64(i)
		r := &rows[i]
		*r = nestedRow{
			URL: "u", Flag: i%2 == 0, Large: int64(i) << 40, Byte: uint8(i), Huge: math.MaxUint64 - uint64(i), Single: float32(i) / 4,
			Raw: []byte{byte(i), 'x'}, When: time.UnixMilli(int64(i)).UTC(), Cents: int64(i),
		}
		for j := range i % 7 {
			r.Lists = append(r.Lists, []float64{f, f / 8, f + float64(j), 1e-9})
			r.List = append(r.List, corners{f, f / 8, float32(j) / 2, int32(j)})
			r.Words = append(r.Words, "w")
		}
		if i%3 != 0 {
			small, text := int32(-i), "text"
			r.Struct, r.Small, r.Double, r.Text = &corners{X2: 2}, &small, &f, &text
		}
	}
	return rows
}

// nestedFile writes rows over several row groups and many small pages.
func nestedFile(t *testing.T, rows []nestedRow) *rowstest.File {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[nestedRow](&b, parquet.PageBufferSize(300), parquet.MaxRowsPerRowGroup(60), parquet.DataPageVersion(1))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return unindexed(t, &rowstest.File{Data: b.Bytes()})
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestNestedBoxes holds that boxes in lists of lists, structs and lists of
// structs come as JSON, whichever rows are read.
func TestNestedBoxes(t *testing.T) {
	rows := nestedRows(200)
	f := nestedFile(t, rows)
	for column, cell := range map[string]func(nestedRow) any{
		"lists":   func(r nestedRow) any { return append([][]float64{}, r.Lists...) },
		"structs": func(r nestedRow) any { return append([]corners{}, r.List...) },
		"struct":  func(r nestedRow) any { return r.Struct },
	} {
		t.Run(column, func(t *testing.T) {
			cols := table.Columns{URL: "url", Box: column, KeepAll: true, Also: []string{column}}
			info := inspect(t, f, cols)
			r := mustOpen(t, f, cols)
			for name, sel := range rowstest.Selections(int64(len(rows))) {
				for _, got := range rowstest.Read(t, r, sel, info.Index.Cut(sel)) {
					text, also := got.Box.Text, any(nil)
					if text == "" {
						text = "null"
					} else {
						also = text
					}
					if want := asJSON(t, cell(rows[got.Number])); !sameJSON(t, text, want) || len(got.Box.Numbers) > 0 {
						t.Fatalf("%s: row %d has %s, want %s", name, got.Number, text, want)
					}
					if got.Also[0] != also {
						t.Fatalf("%s: row %d has also %v, want %v", name, got.Number, got.Also[0], also)
					}
				}
			}
		})
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal([]byte(a), &x); err != nil {
		t.Fatalf("%s: %v", a, err)
	}
	if err := json.Unmarshal([]byte(b), &y); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return cmp.Equal(x, y)
}

func TestAlso(t *testing.T) {
	names := []string{"flag", "small", "large", "byte", "huge", "single", "double", "text", "raw", "when", "cents", "words", "url", "text"}
	rows := nestedRows(150)
	f := nestedFile(t, rows)
	cols := table.Columns{URL: "url", Also: names}
	info := inspect(t, f, cols)
	if info.Kept != "" {
		t.Errorf("columns of Also are kept: %s", info.Kept)
	}
	r := mustOpen(t, f, cols)
	for _, got := range rowstest.Read(t, r, table.Select([]int64{0, 1, 59, 60, 77, 149}), info.Index) {
		row := rows[got.Number]
		optional := func(value any) any {
			if got.Number%3 == 0 {
				return nil
			}
			return value
		}
		want := []any{
			row.Flag, optional(-got.Number), row.Large, int64(row.Byte), asJSON(t, row.Huge), float64(row.Single),
			optional(float64(got.Number)), optional("text"), string(row.Raw), row.When.Format("2006-01-02T15:04:05.999999999Z07:00"),
			asJSON(t, float64(row.Cents/100)), asJSON(t, append([]string{}, row.Words...)), "u", optional("text"),
		}
		want[10] = decimalText(row.Cents)
		if diff := cmp.Diff(want, got.Also); diff != "" {
			t.Errorf("row %d: %s", got.Number, diff)
		}
	}
	_, err := input.Inspect(context.Background(), f, Format(), table.Columns{URL: "url", Also: []string{"colour"}})
	_ = rowstest.WantError(t, err)
}

func decimalText(cents int64) string {
	digits := []byte{byte('0' + cents/100), '.', byte('0' + cents/10%10), byte('0' + cents%10)}
	return string(digits)
}
