package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// lateRow has columns of many types that are null in the first rows, from which
// Hugging Face datasets guesses types where it is not told.
type lateRow struct {
	URL     string     `parquet:"url"`
	Caption *string    `parquet:"caption,optional"`
	Score   *float64   `parquet:"score,optional"`
	Half    *float32   `parquet:"half,optional"`
	Lang    *string    `parquet:"lang,optional"`
	Count   *int16     `parquet:"count,optional"`
	Big     *uint64    `parquet:"big,optional"`
	Good    *bool      `parquet:"good,optional"`
	Tags    []string   `parquet:"tags,list"`
	Deep    []*late    `parquet:"deep,list"`
	One     *late      `parquet:"one,optional"`
	Raw     []byte     `parquet:"raw,optional"`
	When    *time.Time `parquet:"when,optional,timestamp(microsecond)"`
	Day     *int32     `parquet:"day,optional,date"`
	Price   *int64     `parquet:"price,optional,decimal(2:9)"`
}

type late struct {
	Word *string   `parquet:"word,optional"`
	Box  []float64 `parquet:"box,list"`
}

// The dataset card tells the types of all columns.
func TestCardTellsTypes(t *testing.T) {
	python := needPython(t)
	server := startWeb(t, testweb.Options{})
	rows := make([]lateRow, 30)
	for i := range rows {
		rows[i].URL = server.URL(0, testweb.Picture{ID: uint64(i), Width: 32, Height: 32})
		if i < 20 {
			continue
		}
		word, n := "späte \"Worte\"", late{Box: []float64{1, 2.5}}
		n.Word = &word
		rows[i] = lateRow{rows[i].URL, &word, some(0.5), some(float32(0.25)), &word, some(int16(-7)), some(uint64(7)), some(true), []string{"a", "b"}, []*late{&n}, &n,
			[]byte{0xff, 0}, some(time.Unix(1e9, 0)), some(int32(19000)), some(int64(1234))}
	}
	dir := t.TempDir()
	input := filepath.Join(dir, "late.parquet")
	if err := parquet.WriteFile(input, rows); err != nil {
		t.Fatal(err)
	}
	folders := []string{"testdata/cardtypes.py", t.TempDir()}
	for _, format := range []string{shards.FormatParquet, shards.FormatJSONL, shards.FormatWebDataset} {
		for _, encoding := range shards.Encodings(format) {
			out := filepath.Join(dir, format+encoding)
			mustRun(t, flags([]string{"--allow_private", "--progress=plain", "--id_prefix=jan-"}, "--input="+input, "--output="+out, "--shard_rows=10", "--output_format="+format, "--image_encoding="+encoding)...)
			folders = append(folders, out)
		}
	}
	check := exec.CommandContext(t.Context(), python, folders...)
	check.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_DATASETS_DISABLE_PROGRESS_BARS=1")
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func some[T any](v T) *T { return &v }
