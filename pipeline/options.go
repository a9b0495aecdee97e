package pipeline

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// Options is a whole job, as the command line states it. Start from Defaults.
type Options struct {
	mapping.Asked

	Inputs      []string // patterns: files, globs, folders
	InputFormat string   // auto (each file's own), or one of rows.Formats
	Header      string   // of CSV and TSV; see rows.Columns
	Delimiter   string   // between the cells of CSV, or tab; "" = found in each file
	Encoding    string   // of text; "" = found in each file

	ImageRoot  string // URI of the folder that paths count from; "" = that of each input
	Captions   string // one of captions.Choices: which are taken of a list of captions
	VerifyHash string // the column of the pictures' MD5 or SHA-256; "" = they are not verified

	Where  string // rows to sample from: an expression over columns, see package where; "" = all
	Sample string // sample.ParseSize's form
	Seed   uint64

	Crop  crop.Options
	Fetch fetch.Options

	Originals       string // folder URI of the store of pictures as served; "" = none
	OriginalsMax    string // as option.ParseBytes reads it; "" = no limit
	Refresh         string // parseRefresh's form
	RemoveOriginals string // a file of links to remove from the store, and do nothing else

	Output        string // folder URI
	OutputFormat  string // one of shards.Formats
	ImageEncoding string // one of shards.Encodings; "" = the format's usual one
	ShardRows     int
	IDPrefix      string // before every id and key, so that those of several jobs differ
	Overwrite     bool

	RetryFailed  bool   // run rows of complete shards again that failed for one of RetryReasons
	RetryReasons string // reasons separated by commas; "" = reason.Transients. Named, they imply RetryFailed

	Part string // of a job array: K/N, auto or all; see parsePart. "" = the run is part of none

	Verify     bool    // check the files of the output folder, and do nothing; see Verify
	ProgressOf string  // say how far the job is that writes into this folder, and do nothing else; see Progress
	Preview    int     // rows to show in a page beside a dry run, which it implies; 0 = none
	DryRun     bool    // say what would be done, and do nothing; see DryRun
	MinSuccess float64 // share of rows below which Run's result is ErrLowSuccess
	Progress   string  // auto, plain, json or off
	Status     string  // address to serve the report at while the job runs; see package status. "" = none
	Verbose    bool    // show log lines, the runner's own among them

	LookAhead int    // rows of open shards; see engine.Options
	Buffer    int64  // bytes of finished crops in memory
	SpoolDir  string // of the spool's files; "" = the system's temporary folder
}

// Defaults returns the options of a run without flags.
func Defaults() Options {
	return Options{
		InputFormat:  "auto",
		Header:       table.HeaderAuto,
		Asked:        mapping.Asked{BoxFormat: boxes.Auto, BoxUnits: boxes.Auto, Keep: "all"},
		Captions:     captions.First,
		Sample:       "0",
		Seed:         1,
		Crop:         crop.Defaults(),
		Fetch:        fetch.Defaults(),
		OutputFormat: shards.FormatParquet,
		ShardRows:    1000,
		Progress:     "auto",
		Refresh:      refreshNever,
		LookAhead:    engine.DefaultLookAhead,
		Buffer:       engine.DefaultBuffer,
	}
}

// idPrefix is what may stand at the start of a WebDataset's key: readers end a key
// at its first dot, and a name in a tar has at most 100 bytes.
var idPrefix = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// maxShardRows bounds a shard, whose rows' texts are in memory together.
const maxShardRows = 1_000_000

// Validate reports the first option that cannot be meant, in one line that
// names its flag.
func (o Options) Validate() error {
	switch {
	case len(o.Inputs) == 0:
		return fmt.Errorf("--input is missing: name a file, a glob or a folder (or try --demo)")
	case o.Output == "" && !o.OnlyLooks():
		return fmt.Errorf("--output is missing: name a folder, local, gs:// or s3://")
	case files.ReadOnly(o.Output):
		return fmt.Errorf("--output=%s can be read and not written: name a folder, local, gs:// or s3://", o.Output)
	}
	for _, entry := range o.List() {
		if entry.Check == nil {
			continue
		}
		if err := entry.Check(); err != nil {
			return fmt.Errorf("--%s %w", entry.Name, err)
		}
	}
	if _, err := o.originals(); err != nil {
		return err
	}
	if err := o.Crop.Validate(); err != nil {
		return err
	}
	if err := o.Fetch.Validate(); err != nil {
		return err
	}
	return o.validateTogether()
}

// validateTogether reports options that do not go together.
func (o Options) validateTogether() error {
	if !slices.Contains(shards.Encodings(o.OutputFormat), o.imageEncoding()) {
		return fmt.Errorf("--image_encoding=%s does not go with --output_format=%s, which takes %s", o.ImageEncoding, o.OutputFormat, shards.Encodings(o.OutputFormat)[0])
	}
	if err := o.checkPictures(); err != nil {
		return err
	}
	if o.Part != "" && o.Overwrite {
		return fmt.Errorf("--part does not go with --overwrite, as each part would remove what the others have done: remove the folder, or choose another --output")
	}
	_, err := o.retried()
	return err
}

// OnlyLooks says whether the job is only looked at.
func (o Options) OnlyLooks() bool { return o.DryRun || o.Preview > 0 }

// RunsJob says whether a job is run, which can be resumed if it is interrupted.
func (o Options) RunsJob() bool {
	return !o.OnlyLooks() && !o.Verify && o.ProgressOf == "" && o.RemoveOriginals == ""
}

// imageEncoding returns the encoding that the options ask for.
func (o Options) imageEncoding() string {
	if o.ImageEncoding == "" {
		return shards.Encodings(o.OutputFormat)[0]
	}
	return o.ImageEncoding
}
