package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// dataset is the path of a small file in a dataset's schema, by
// testdata/datasets/make.py.
func dataset(name string) string { return filepath.Join("testdata", "datasets", name) }

// mapped does of preflight what maps the options on an input.
func mapped(t *testing.T, file string, change func(*Options)) (job, error) {
	t.Helper()
	store := files.New()
	t.Cleanup(func() { _ = store.Close() })
	j := job{options: Defaults(), inputs: []workplan.File{{URI: file, Name: filepath.Base(file), Format: rows.FormatOf(file)}}}
	j.options.Output, j.options.Inputs = "out", []string{file}
	change(&j.options)
	if err := j.options.Validate(); err != nil {
		return j, err
	}
	var err error
	if j.columns, _, err = j.findColumns(t.Context(), store); err != nil {
		return j, err
	}
	return j, j.findBoxes(t.Context(), store)
}

// understood reads all rows as a worker does: how many, how many of them have a
// box that can be read, and the first row with its boxes that has any.
type understood struct {
	rows, readable, pieces int
	row                    table.Row
	first                  []boxes.Piece
}

func understand(t *testing.T, j job) understood {
	t.Helper()
	store := files.New()
	t.Cleanup(func() { _ = store.Close() })
	reader, err := boxes.New(j.boxes.Options)
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.Open(t.Context(), j.inputs[0].URI)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	var u understood
	err = rows.Head(context.Background(), file, j.inputs[0].Format, j.columns, 1000, func(row rows.Row) error {
		u.rows++
		pieces, err := reader.Read(row.Box, row.Also)
		if _, ok := reason.Of(err); err != nil && !ok {
			return err
		}
		if u.row.URL == "" && (len(pieces) > 0 || j.boxes.Options.None()) {
			u.row, u.first = row.Row, pieces
		}
		if err == nil {
			u.readable++
		}
		u.pieces += len(pieces)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestPresets holds that each preset maps its dataset: the columns are there,
// and the boxes in them are read.
func TestPresets(t *testing.T) {
	for name, tt := range map[string]struct {
		file             string
		url, caption     string // columns
		boxes            string
		readable, pieces int // of 40 rows
		of               crop.Size
		span             string
	}{
		"facecaption": {"facecaption.parquet", "url", "caption", "xyxy in pixels", 37, 37, crop.Size{}, ""},
		"laion":       {"laion.parquet", "URL", "TEXT", "no boxes", 40, 0, crop.Size{}, ""},
		"laion-face":  {"laion-face.parquet", "URL", "TEXT", "no boxes", 40, 0, crop.Size{}, ""},
		"laion2b":     {"laion2b.parquet", "URL", "TEXT", "no boxes", 40, 0, crop.Size{}, ""},
		"coyo":        {"coyo.parquet", "url", "text", "no boxes", 40, 0, crop.Size{}, ""},
		"datacomp":    {"datacomp.parquet", "url", "text", "several a row, xyxy in fractions", 30, 60, crop.Fraction, ""},
		"grit":        {"grit.parquet", "url", "caption", `several a row, xyxy in fractions, with spans of "caption" and scores`, 40, 79, crop.Fraction, "a woman with a red hat"},
		"cc3m":        {"cc3m.tsv", "column2", "column1", "no boxes", 40, 0, crop.Size{}, ""},
		"cc12m":       {"cc12m.tsv", "column1", "column2", "no boxes", 40, 0, crop.Size{}, ""},
		"imdbface":    {"imdbface.csv", "url", "name", `xyxy in pixels, of the size in "height width"`, 40, 40, crop.Size{Width: 708, Height: 1361}, ""},
		"pd12m":       {"pd12m.parquet", "url", "caption", "no boxes", 40, 0, crop.Size{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := mapped(t, dataset(tt.file), func(o *Options) { o.Preset = name })
			if err != nil {
				t.Fatal(err)
			}
			if j.columns.URL != tt.url || j.columns.Caption != tt.caption {
				t.Errorf("links are in %q and captions in %q", j.columns.URL, j.columns.Caption)
			}
			if got := j.boxes.Options.String(); got != tt.boxes {
				t.Errorf("boxes are %s, want %s", got, tt.boxes)
			}
			u := understand(t, j)
			if u.rows != 40 || u.readable != tt.readable || u.pieces != tt.pieces {
				t.Errorf("%d rows, of which %d can be read, with %d boxes", u.rows, u.readable, u.pieces)
			}
			if !strings.HasPrefix(u.row.URL, "https://pictures.example/") || !u.row.HasCaption || !strings.HasPrefix(u.row.Caption, "a woman") && u.row.Caption != "A_Name" {
				t.Errorf("a row has the link %q and the caption %q", u.row.URL, u.row.Caption)
			}
			for _, p := range u.first {
				if p.Box.Of != tt.of || (p.Caption != nil) != (tt.span != "") || p.Caption != nil && (*p.Caption != tt.span || *p.Score < 0.65) {
					t.Errorf("%s: caption %v, score %v", p.Box, p.Caption, p.Score)
				}
			}
		})
	}
}

// The dataset's card names other columns than its files have.
func TestFaceCaptionAsItsCardHasIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "faces.jsonl")
	line := `{"url": "https://pictures.example/1.jpg", "face box": "[10, 20, 110, 220]", "laion_caption": ["l"], "face_caption": ["f"]}` + "\n"
	if err := os.WriteFile(file, []byte(strings.Repeat(line, 30)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, preset := range map[string]string{"by preset": "facecaption", "by their names": ""} {
		t.Run(name, func(t *testing.T) {
			j, err := mapped(t, file, func(o *Options) {
				if o.Preset = preset; preset == "" {
					o.BoxFormat = "xyxy" // as there is only one box
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			want := `faces.jsonl: links from "url", boxes from "face box", xyxy in pixels`
			if got := j.String(); !strings.HasPrefix(got, want) || !strings.Contains(got, `captions from "face_caption"`) {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestBoxesWithoutPreset holds that the columns alone say enough, or that the
// flag is named which says it.
func TestBoxesWithoutPreset(t *testing.T) {
	for name, tt := range map[string]struct {
		file   string
		change func(*Options)
		want   string
		says   string // of the error
	}{
		"FaceCaption":           {"facecaption.parquet", func(*Options) {}, `boxes from "box", xyxy in pixels (as in facecaption, which fits 37 of 37 boxes, numbers go up to `, ""},
		"a column's known name": {"datacomp.parquet", func(o *Options) { o.BoxColumn = "face_bboxes" }, `boxes from "face_bboxes", several a row, xyxy in fractions`, ""},
		"the other list":        {"grit.parquet", func(o *Options) { o.Preset, o.BoxColumn = "grit", "noun_chunks" }, `boxes from "noun_chunks", several a row, xyxy in fractions, with spans of "caption"`, ""},
		"none":                  {"facecaption.parquet", func(o *Options) { o.BoxColumn = "none" }, `links from "url", whole pictures (--box_column=none), captions from`, ""},
		"no column of boxes":    {"laion.parquet", func(*Options) {}, `whole pictures, as no column of boxes was found (--box_column names one), captions from "TEXT"`, ""},
		"a usual name":          {"datacomp.parquet", func(*Options) {}, `boxes from "face_bboxes", several a row, xyxy in fractions`, ""},
		"as asked":              {"facecaption.parquet", func(o *Options) { o.BoxFormat, o.BoxUnits = "cxcywh", "permille" }, "cxcywh in permille (as asked)", ""},
		"a size":                {"datacomp.parquet", func(o *Options) { o.BoxColumn, o.BoxSizeColumns = "face_bboxes", "original_width,original_height" }, "", "--box_size_columns"},
		"no such size":          {"facecaption.parquet", func(o *Options) { o.BoxSizeColumns = "w,h" }, "", `no column "w"`},
		"a size of both":        {"facecaption.parquet", func(o *Options) { o.BoxSizeColumns = "size" }, "", "size:wh"},
		"no such columns":       {"facecaption.parquet", func(o *Options) { o.BoxColumn = "x1,y1,x2,y2" }, "", `no column "x1"`},
		"three columns":         {"facecaption.parquet", func(o *Options) { o.BoxColumn = "x1,y1,x2" }, "", "--box_column"},
		"an unknown order":      {"facecaption.parquet", func(o *Options) { o.BoxFormat = "yxyx" }, "", "--box_format"},
		"an unknown unit":       {"facecaption.parquet", func(o *Options) { o.BoxUnits = "percent" }, "", "--box_units"},
		"spans without text":    {"grit.parquet", func(o *Options) { o.BoxColumn, o.CaptionColumn = "ref_exps", "none" }, "", "--caption_column"},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := mapped(t, dataset(tt.file), tt.change)
			switch {
			case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
				t.Errorf("got %v, want an error that says %s", err, tt.says)
			case tt.says == "" && err != nil:
				t.Error(err)
			case tt.says == "" && !strings.Contains(j.String(), tt.want):
				t.Errorf("got %s, want it to say %s", j, tt.want)
			}
		})
	}
}
