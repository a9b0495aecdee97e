package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// boxedRow keeps one box in every way that datasets do.
type boxedRow struct {
	ID       string    `parquet:"_id"`
	URL      string    `parquet:"url"`
	Box      string    `parquet:"box"`
	Text     string    `parquet:"text"`
	List     []float32 `parquet:"list,list"`
	Fraction []float64 `parquet:"fraction,list"`
	Corners  corners   `parquet:"corners"`
	X        int32     `parquet:"x"`
	Y        int64     `parquet:"y"`
	W        float32   `parquet:"w"`
	H        string    `parquet:"h"`
	Centre   string    `parquet:"centre"`
	Permille string    `parquet:"permille"`
	Halved   string    `parquet:"halved"`
	Width    *float64  `parquet:"width,optional"`
	Height   *float64  `parquet:"height,optional"`
}

type corners struct {
	Left   float64 `parquet:"left"`
	Top    float64 `parquet:"top"`
	Right  float64 `parquet:"right"`
	Bottom float64 `parquet:"bottom"`
}

// boxedRows are rows of pictures of 800x500, whose boxes are whole numbers in
// every unit.
func boxedRows(server *testweb.Server, n int) []boxedRow {
	rows := make([]boxedRow, n)
	for i := range rows {
		x1, y1 := float64(8*i), float64(10+i-i%2)
		x2, y2 := x1+80, y1+60
		rows[i] = boxedRow{
			ID: fmt.Sprint(i), URL: server.URL(0, testweb.Picture{ID: uint64(i), Width: 800, Height: 500}),
			Box: fmt.Sprintf("[%v, %v, %v, %v]", x1, y1, x2, y2), Text: fmt.Sprintf("%v %v %v %v", x1, y1, x2, y2),
			List: []float32{float32(x1), float32(y1), float32(x2), float32(y2)}, Fraction: []float64{x1 / 800, y1 / 500, x2 / 800, y2 / 500},
			Corners: corners{x1, y1, x2, y2},
			X:       int32(x1), Y: int64(y1), W: 80, H: "60",
			Centre:   fmt.Sprintf(`{"cx":%v,"cy":%v,"w":80,"h":60}`, x1+40, y1+30),
			Permille: fmt.Sprintf("%v,%v,%v,%v", x1*10/8, y1*2, x2*10/8, y2*2),
			Halved:   fmt.Sprintf("%v %v %v %v", x1/2, y1/2, x2/2, y2/2),
		}
		if i != 3 {
			rows[i].Width, rows[i].Height = ptr64(400), ptr64(250)
		}
	}
	return rows
}

// nearly lets a box that was scaled differ in its last bits; its crop may not.
var nearly = cmpopts.EquateApprox(0, 1e-9)

func ptr64(v float64) *float64 { return &v }

// However a dataset keeps a box, it is the same box: the data files' pictures and
// boxes are the same.
func TestBoxFormats(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := filepath.Join(t.TempDir(), "boxes.parquet")
	if err := parquet.WriteFile(input, boxedRows(server, 25)); err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, args ...string) (output, result) {
		dir := filepath.Join(t.TempDir(), "out")
		r := mustRun(t, append([]string{"--input=" + input, "--output=" + dir, "--allow_private", "--caption_column=none", "--host_concurrency=64", "--progress=plain"}, args...)...)
		return readOutput(t, dir), r
	}
	want, _ := run(t)
	if len(want.rows) != 25 || want.rows["boxes.parquet#2"].Box[2] != 96 {
		t.Fatalf("%d rows, the third with box %v", len(want.rows), want.rows["boxes.parquet#2"].Box)
	}
	for name, args := range map[string][]string{
		"text":         {"--box_column=text", "--box_format=xyxy"},
		"list":         {"--box_column=list"},
		"fractions":    {"--box_column=fraction"},
		"struct":       {"--box_column=corners"},
		"four columns": {"--box_column=x,y,w,h"},
		"centre":       {"--box_column=centre"},
		"permille":     {"--box_column=permille", "--box_units=permille"},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := run(t, args...)
			if diff := cmp.Diff(want.rows, got.rows, nearly); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("another size", func(t *testing.T) {
		got, _ := run(t, "--box_column=halved", "--box_format=xyxy", "--box_size_columns=width,height", "--output_format=jsonl")
		if got.reasons["boxes.parquet#3"] != "invalid_row" || len(got.rows) != 24 {
			t.Errorf("%d rows; the one without a size: %q", len(got.rows), got.reasons["boxes.parquet#3"])
		}
		for id, row := range got.rows {
			if diff := cmp.Diff(want.rows[id], row, nearly); diff != "" {
				t.Errorf("%s: %s", id, diff)
			}
		}
	})
	t.Run("another size, flagged", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "out")
		mustRun(t, "--input="+input, "--output="+dir, "--allow_private", "--box_column=halved", "--box_format=xyxy", "--box_size_columns=width,height", "--output_format=jsonl")
		rescaled := 0
		for _, name := range glob(t, dir, "data/part-*.jsonl") {
			eachLine(t, name, func(row struct {
				Rescaled *bool `json:"box_rescaled"`
			}) {
				if row.Rescaled != nil && *row.Rescaled {
					rescaled++
				}
			})
		}
		if rescaled != 24 {
			t.Errorf("%d rows are flagged, want 24", rescaled)
		}
	})
	t.Run("ambiguous", func(t *testing.T) {
		small := filepath.Join(t.TempDir(), "small.parquet")
		if err := parquet.WriteFile(small, boxedRows(server, 3)); err != nil {
			t.Fatal(err)
		}
		requests := server.Stats().Requests
		wantMistake(t, beamcrop(t, "--input="+small, "--output="+filepath.Join(t.TempDir(), "out"), "--box_column=text"), "--box_format", `"text"`)
		if n := server.Stats().Requests - requests; n > 0 {
			t.Errorf("the mistake cost %d requests", n)
		}
	})
}
