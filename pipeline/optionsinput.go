package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/sample"
)

// inputOptions say what is read, and what its columns are.
func (o *Options) inputOptions(d decided) []option.Option {
	return grouped(option.Input, []option.Option{
		{
			Name: "input", Value: inputs{&o.Inputs}, Common: true, Plan: option.As("inputs", func() string { return describe(d.inputs) }), Secret: withoutSecrets,
			Help: "input `files`: a file, a glob (** matches any number of folders) or a folder, local or at gs://, s3://, hf://datasets/OWNER/NAME[@REVISION]/PATH or https://; several with commas between them (write a comma in a name as \\,) or by repeating the flag",
		}, {
			Name: "input_format", Value: option.Text(&o.InputFormat), Check: option.OneOf(&o.InputFormat, append([]string{"auto"}, rows.Formats()...)...),
			Plan: option.As("input_format", func() string { return formats(d.inputs) }),
			Help: "auto (by each file's name, or else its first bytes), parquet, csv, tsv, jsonl or webdataset; text may be compressed with gzip, zstd or bzip2",
		}, {
			Name: "header", Value: option.Text(&o.Header), Check: option.OneOf(&o.Header, table.HeaderAuto, table.HeaderYes, table.HeaderNo), Plan: option.Always,
			Help: "whether the first row of CSV and TSV names the columns: auto (yes, unless it holds a link), yes, or no (the columns are then called column1, column2, ...)",
		}, {
			Name: "delimiter", Value: option.Text(&o.Delimiter), Check: o.checkDelimiter, Plan: option.As("delimiter", func() string { return d.columns.Delimiter }),
			Help: "the `character` between the cells of CSV, or the word tab (default: comma, semicolon, tab or |, detected for each file)",
		}, {
			Name: "encoding", Value: option.Text(&o.Encoding), Check: o.checkEncoding, Plan: option.As("encoding", func() string { return d.columns.Encoding }),
			Help: "the `encoding` of text inputs, such as utf-16, windows-1251 or shift_jis (default: UTF-8, UTF-16 or Windows-1252, detected for each file)",
		}, {
			Name: "preset", Value: option.Text(&o.Preset), Common: true, Check: o.checkPreset,
			Help: "use the columns and box layout of a known `dataset`: " + strings.Join(mapping.PresetNames(), ", "),
		}, {
			Name: "url_column", Value: option.Text(&o.URLColumn), Plan: option.As("url_column", func() string { return d.columns.URL }),
			Help: "`column` of links (default: the first usual name whose cells are links, such as image_url or url, or else the only column of links)",
		}, {
			Name: "image_column", Value: option.Text(&o.ImageColumn), Plan: option.UnlessDefault,
			Help: "`column` of the pictures themselves in place of links: binary, a struct of bytes and path (Hugging Face's Image), base64 or data: text, or paths of files; none to use links where a WebDataset has both",
		}, {
			Name: "image_root", Value: option.Of(&o.ImageRoot, files.ExpandHome, asIs), Check: o.checkImageRoot, Plan: option.UnlessDefault,
			Help: "`folder` that the paths of --image_column count from and must stay in, local or at gs://, s3:// or hf:// (default: the folder of the input that has them)",
		}, {
			Name: "box_column", Value: option.Text(&o.BoxColumn), Check: o.checkBoxColumn, Plan: option.As("box_column", func() string { return boxColumns(d.boxes) }),
			Help: "`column` of boxes, or four columns such as x1,y1,x2,y2, or none to keep whole pictures (default: a column with a usual name such as box, bbox or face_bboxes, or four such as xmin,ymin,xmax,ymax, if there are any)",
		}, {
			Name: "box_format", Value: option.Text(&o.BoxFormat), Check: option.OneOf(&o.BoxFormat, append(boxes.Formats(), boxes.Auto)...),
			Plan: option.As("boxes", func() string { return d.boxes.String() }), // units and sizes are in this text, too
			Help: "box layout: xyxy (left, top, right, bottom), xywh (left, top, width, height), cxcywh (centre, width, height), or auto to detect it from the data",
		}, {
			Name: "box_units", Value: option.Text(&o.BoxUnits), Check: option.OneOf(&o.BoxUnits, append(boxes.AllUnits(), boxes.Auto)...),
			Help: "box units: pixels, fraction, permille, or auto to detect them from the data",
		}, {
			Name: "box_size_columns", Value: option.Text(&o.BoxSizeColumns), Check: o.checkBoxSizes,
			Help: "`columns` with the width and height of the picture that the boxes were drawn on, as width,height, or one column with both, such as \"height width\" or size:wh; boxes are scaled if the downloaded picture has another size",
		}, {
			Name: "caption_column", Value: option.Text(&o.CaptionColumn), Plan: option.As("caption_column", func() string { return d.columns.Caption }),
			Help: "`column` of captions, or none (default: a column with a usual name such as caption, text or alt, if there is one)",
		}, {
			Name: "captions", Value: option.Text(&o.Captions), Check: option.OneOf(&o.Captions, captions.Choices()...), Plan: option.Always,
			Help: "which captions to use if a row has a list of them: first, all (one output row for each), longest, or random (depends on --seed)",
		}, {
			Name: "keep", Value: option.Text(&o.Keep), Plan: option.As("keep", func() string { return keptColumns(d.columns) }),
			Help: "other `columns` to copy to the output with their types: all, none, or names separated by commas (write a comma in a name as \\,)",
		}, {
			Name: "verify_hash", Value: option.Text(&o.VerifyHash), Plan: option.Always,
			Help: "`column` of MD5 or SHA-256 hashes in hexadecimal: fail pictures whose bytes have a different hash",
		},
	})
}

// sampleOptions say which rows are taken.
func (o *Options) sampleOptions() []option.Option {
	return grouped(option.Sample, []option.Option{
		{
			Name: "sample", Value: option.Of(&o.Sample, readSample, asIs), Common: true, Check: o.checkSample, Plan: option.Always, Unset: "all rows",
			Help: "take this `number` of rows, such as 30k, or a percentage, such as 1%",
		}, {
			Name: "seed", Value: option.Seed(&o.Seed), Plan: option.Always,
			Help: "random seed of the sample",
		}, {
			Name: "where", Value: option.Text(&o.Where), Plan: option.Always,
			Help: "sample only from rows for which this `expression` is true, such as 'width >= 512 and caption != nil'",
		},
	})
}

// grouped puts options into a group.
func grouped(group string, options []option.Option) []option.Option {
	for i := range options {
		options[i].Group = group
	}
	return options
}

func asIs(text string) string { return text }

// readSample has 30k be 30000, so that both are the same plan.
func readSample(text string) (string, error) {
	if n, err := option.ParseCount(text); err == nil && strings.ContainsAny(text, "kKmMgGbB") {
		return fmt.Sprint(n), nil
	}
	return text, nil // Check says what is wrong with it
}

func (o *Options) checkPreset() error {
	if o.Preset == "" || slices.Contains(mapping.PresetNames(), o.Preset) {
		return nil
	}
	names := mapping.PresetNames()
	return fmt.Errorf("must be one of %s, not %q%s", strings.Join(names, ", "), o.Preset, spelling.Suggest(o.Preset, "", names))
}

func (o *Options) checkBoxColumn() error {
	if n := len(option.SplitList(o.BoxColumn)); n > 1 && n != 4 {
		return fmt.Errorf("must name one column, or four such as x1,y1,x2,y2, not %d", n)
	}
	return nil
}

func (o *Options) checkBoxSizes() error {
	if _, err := o.boxSizes(); err != nil {
		return fmt.Errorf("must name columns of sizes: %w", err)
	}
	return nil
}

func (o *Options) checkSample() error {
	if _, err := sample.ParseSize(o.Sample); err != nil {
		return err
	}
	return nil
}
