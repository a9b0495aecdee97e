package shards

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
)

func TestJSONLines(t *testing.T) {
	s := namesOf("url", "note")
	s.ImageEncoding = EncodingBase64
	kept := parquet.Row{at(0, 0, 0, bytesValue("https://a/?x=1&y=<2>")), at(0, 0, 1, bytesValue("line\nbreak"))}
	full := &Record{
		ID: "f#0", URL: "https://b/", Box: &[4]float64{0, 1.5, math.NaN(), 1e21}, Caption: "Æ\xFF", HasCaption: true,
		Image: []byte{0xFF, 0xD8, 0xFF}, Width: 3, Height: 4, Format: "jpeg", SHA256: "00ff", Source: Source{Width: 640, Height: 480, Format: "webp"}, Kept: kept,
	}
	got := string(write(t, FormatJSONL, s, full, &Record{ID: "f#1", Kept: kept}))
	want := `{"id":"f#0","url":"https://b/","box":[0,1.5,null,1e+21],"caption":"Æ` + "\uFFFD" +
		`","image":"/9j/","width":3,"height":4,"format":"jpeg","sha256":"00ff","source_width":640,"source_height":480,"source_format":"webp","source_url":"https://a/?x=1&y=<2>","note":"line\nbreak"}` + "\n" +
		`{"id":"f#1","url":"","box":null,"caption":null,"image":"","width":0,"height":0,"format":"","sha256":"","source_width":0,"source_height":0,"source_format":"",` +
		`"source_url":"https://a/?x=1&y=<2>","note":"line\nbreak"}` + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestExactColumns holds where a crop lies within its image, in both formats, and
// that a kept column of such a name makes way.
func TestExactColumns(t *testing.T) {
	s := namesOf("crop_x")
	s.ImageEncoding, s.Exact = EncodingBinary, true
	r := &Record{ID: "f#0", Exact: image.Rect(3, 5, 103, 65), Kept: parquet.Row{at(0, 0, 0, bytesValue("kept"))}}
	want := []string{"3", "5", "100", "60", "kept"}

	file := open(t, write(t, FormatParquet, s, r))
	row := readRows(t, file)[0]
	for i, v := range row[len(row)-len(want):] {
		if v.String() != want[i] {
			t.Errorf("column %s holds %v, want %s", file.Schema().Columns()[v.Column()], v, want[i])
		}
	}
	if diff := cmp.Diff(columnNames(s)[12:], []string{"crop_x", "crop_y", "crop_width", "crop_height", "source_crop_x"}); diff != "" {
		t.Error(diff)
	}

	s.ImageEncoding = EncodingBase64
	line := string(write(t, FormatJSONL, s, r))
	if !strings.HasSuffix(line, `"source_format":"","crop_x":3,"crop_y":5,"crop_width":100,"crop_height":60,"source_crop_x":"kept"}`+"\n") {
		t.Error(line)
	}
}

// TestScoreColumn holds the score of a box, and that there may be none, in both
// formats, before the columns of the exact crop.
func TestScoreColumn(t *testing.T) {
	s := namesOf("score")
	s.ImageEncoding, s.Score, s.Exact = EncodingBase64, true, true
	score := 0.75
	records := []*Record{
		{ID: "f#0/0", Score: &score, Kept: parquet.Row{at(0, 0, 0, bytesValue("kept"))}},
		{ID: "f#0/1", Kept: parquet.Row{at(0, 0, 0, bytesValue("kept"))}},
	}
	if diff := cmp.Diff([]string{"score", "crop_x", "crop_y", "crop_width", "crop_height", "source_score"}, columnNames(s)[12:]); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, row := range readRows(t, open(t, write(t, FormatParquet, s, records...))) {
		for _, v := range row[len(row)-6:] {
			got = append(got, v.String())
		}
	}
	if diff := cmp.Diff([]string{"0.75", "0", "0", "0", "0", "kept", "<null>", "0", "0", "0", "0", "kept"}, got); diff != "" {
		t.Error(diff)
	}
	text := string(write(t, FormatJSONL, s, records...))
	for _, want := range []string{`"source_format":"","score":0.75,"crop_x":0,`, `"source_format":"","score":null,"crop_x":0,`, `"source_score":"kept"}`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}

func TestFailureLines(t *testing.T) {
	s := namesOf("reason")
	var buf bytes.Buffer
	w := NewFailureWriter(&buf, s)
	for _, f := range []*Failure{
		{ID: "f#0", URL: "https://b/", Kept: parquet.Row{at(0, 0, 0, bytesValue("why"))}, Reason: "http_4xx", Detail: `status 404 "gone"`, HTTPStatus: 404, Attempts: 1, ElapsedMS: 12},
		{ID: "f#1", Reason: "invalid_row"},
	} {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	want := `{"id":"f#0","url":"https://b/","source_reason":"why","reason":"http_4xx","detail":"status 404 \"gone\"","http_status":404,"attempts":1,"elapsed_ms":12}
{"id":"f#1","url":"","source_reason":null,"reason":"invalid_row","detail":"","http_status":0,"attempts":0,"elapsed_ms":0}
`
	if diff := cmp.Diff(want, buf.String()); diff != "" {
		t.Error(diff)
	}
}

func TestFailureWriterErrors(t *testing.T) {
	s := Schema{Kept: []rows.KeptColumn{{Name: "n", Node: parquet.Leaf(parquet.Int32Type)}}}
	wrong := &Failure{ID: "f#0", Kept: parquet.Row{at(0, 0, 0, bytesValue("x"))}}
	checkError(t, NewFailureWriter(&bytes.Buffer{}, s).Write(wrong), `kept column "n"`)
	checkError(t, NewFailureWriter(&fullDisk{}, s).Write(&Failure{ID: "f#0"}), errFull.Error())
}

func ExampleNewWriter() {
	w, err := NewWriter(os.Stdout, FormatJSONL, Schema{ImageEncoding: EncodingBase64})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = w.Write(&Record{
		ID: "faces.parquet#7", URL: "https://images.example/7.jpg", Box: &[4]float64{10, 20, 74, 68},
		Image: []byte("..."), Width: 64, Height: 48, Format: "jpeg", SHA256: "3d5f", Source: Source{Width: 640, Height: 480, Format: "webp"},
	})
	if err != nil {
		fmt.Println(err)
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":"faces.parquet#7","url":"https://images.example/7.jpg","box":[10,20,74,68],"caption":null,"image":"Li4u","width":64,"height":48,"format":"jpeg","sha256":"3d5f","source_width":640,"source_height":480,"source_format":"webp"}
}

// TestRescaledColumn holds whether a box was rescaled, in both formats, before
// what else there may be.
func TestRescaledColumn(t *testing.T) {
	s := namesOf("box_rescaled")
	s.ImageEncoding, s.Rescaled, s.Exact = EncodingBase64, true, true
	kept := parquet.Row{at(0, 0, 0, bytesValue("kept"))}
	records := []*Record{{ID: "f#0", Rescaled: true, Kept: kept}, {ID: "f#1", Kept: kept}}
	if diff := cmp.Diff(columnNames(s)[11:14], []string{"source_format", "box_rescaled", "crop_x"}); diff != "" {
		t.Error(diff)
	}
	for i, row := range readRows(t, open(t, write(t, FormatParquet, s, records...))) {
		want := []string{fmt.Sprint(i == 0), "0", "0", "0", "0", "kept"}
		for j, v := range row[len(row)-len(want):] {
			if v.String() != want[j] {
				t.Errorf("row %d holds %v, want %s", i, v, want[j])
			}
		}
	}
	lines := string(write(t, FormatJSONL, s, records...))
	if !strings.Contains(lines, `"source_format":"","box_rescaled":true,"crop_x":0`) || !strings.Contains(lines, `"box_rescaled":false`) {
		t.Error(lines)
	}
}

func TestFailureNames(t *testing.T) {
	var buf bytes.Buffer
	s := namesOf("caption", "Reason", "id")
	if err := NewFailureWriter(&buf, s).Write(&Failure{}); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"","url":"","caption":null,"source_Reason":null,"source_id":null,"reason":"","detail":"","http_status":0,"attempts":0,"elapsed_ms":0}` + "\n"
	if diff := cmp.Diff(want, buf.String()); diff != "" {
		t.Error(diff)
	}
}
