package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/sample"
)

// Options is a whole job, as the command line states it. Start from Defaults.
type Options struct {
	Inputs      []string // patterns: files, globs, folders
	InputFormat string   // auto (each file's own), or one of rows.Formats
	Header      string   // of CSV and TSV; see rows.Columns
	Preset      string   // a known dataset's columns; "" = none

	URLColumn     string // "" = found by its usual names
	BoxColumn     string // or four, separated by commas; "" = found if there is one; "none" = whole pictures
	CaptionColumn string // "" = found if there is one; "none" = no captions
	Keep          string // all, none, or names separated by commas

	BoxFormat      string // one of boxes.Formats, or auto: found in the data
	BoxUnits       string // one of boxes.AllUnits, or auto: found in the data
	BoxSizeColumns string // boxes.ParseSizeColumns' form, separated by commas; "" or "none" = boxes refer to the pictures as served

	Sample string // sample.ParseSize's form
	Seed   uint64

	Crop  crop.Options
	Fetch fetch.Options

	Output        string // folder URI
	OutputFormat  string // parquet or jsonl
	ImageEncoding string // base64 or binary
	ShardRows     int
	Overwrite     bool

	MinSuccess float64 // share of rows below which Run's result is ErrLowSuccess
	Progress   string  // auto, plain or off
	Verbose    bool    // show the runner's own log

	LookAhead int    // rows of open shards; see engine.Options
	Buffer    int64  // bytes of finished crops in memory
	SpoolDir  string // of the spool's files; "" = the system's temporary folder
}

// Defaults returns the options of a run without flags.
func Defaults() Options {
	return Options{
		InputFormat:   "auto",
		Header:        rows.HeaderAuto,
		BoxFormat:     boxes.Auto,
		BoxUnits:      boxes.Auto,
		Keep:          "all",
		Sample:        "0",
		Seed:          1,
		Crop:          crop.Defaults(),
		Fetch:         fetch.Defaults(),
		OutputFormat:  shards.FormatParquet,
		ImageEncoding: shards.EncodingBase64,
		ShardRows:     1000,
		Progress:      "auto",
		LookAhead:     engine.DefaultLookAhead,
		Buffer:        engine.DefaultBuffer,
	}
}

// maxShardRows bounds a shard, whose rows' texts are in memory together.
const maxShardRows = 1_000_000

// Validate reports the first option that cannot be meant, in one line that
// names its flag.
func (o Options) Validate() error {
	if _, err := sample.ParseSize(o.Sample); err != nil {
		return fmt.Errorf("--sample: %w", err)
	}
	for _, choice := range []struct {
		flag, value string
		known       []string
	}{
		{"input_format", o.InputFormat, append([]string{"auto"}, rows.Formats()...)},
		{"header", o.Header, []string{rows.HeaderAuto, rows.HeaderYes, rows.HeaderNo}},
		{"box_format", o.BoxFormat, append(boxes.Formats(), boxes.Auto)},
		{"box_units", o.BoxUnits, append(boxes.AllUnits(), boxes.Auto)},
		{"output_format", o.OutputFormat, []string{shards.FormatParquet, shards.FormatJSONL}},
		{"image_encoding", o.ImageEncoding, []string{shards.EncodingBase64, shards.EncodingBinary}},
		{"progress", o.Progress, []string{"auto", "plain", "off"}},
	} {
		if !slices.Contains(choice.known, choice.value) {
			return fmt.Errorf("--%s must be %s, not %q", choice.flag, strings.Join(choice.known, " or "), choice.value)
		}
	}
	switch {
	case len(o.Inputs) == 0:
		return fmt.Errorf("--input is missing: name a file, a glob or a folder (or try --demo)")
	case o.Output == "":
		return fmt.Errorf("--output is missing: name a folder, local or gs://")
	case o.ShardRows < 1 || o.ShardRows > maxShardRows:
		return fmt.Errorf("--shard_rows must be 1 to %d, not %d", maxShardRows, o.ShardRows)
	case o.OutputFormat == shards.FormatJSONL && o.ImageEncoding == shards.EncodingBinary:
		return fmt.Errorf("--image_encoding=binary needs --output_format=parquet: JSON holds no bytes")
	case !(o.MinSuccess >= 0 && o.MinSuccess <= 1):
		return fmt.Errorf("--min_success must be a share from 0 to 1, not %v", o.MinSuccess)
	}
	if n := len(splitList(o.BoxColumn)); n > 1 && n != 4 {
		return fmt.Errorf("--box_column names one column, or four such as x1,y1,x2,y2, not %d", n)
	}
	if _, err := o.boxSizes(); err != nil {
		return fmt.Errorf("--box_size_columns: %w", err)
	}
	if err := o.Crop.Validate(); err != nil {
		return err
	}
	return o.Fetch.Validate()
}
