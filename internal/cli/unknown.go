package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
)

// otherWords are what img2dataset and other programs call flags of this one.
var otherWords = map[string]string{
	"i": "input", "url_list": "input", "o": "output", "output_folder": "output",
	"n": "sample", "limit": "sample", "max_rows": "sample",
	"size": "resize", "image_size": "resize", "padding": "margin",
	"format": "output_format", "number_sample_per_shard": "shard_rows",
	"url_col": "url_column", "caption_col": "caption_column", "text_column": "caption_column", "save_additional_columns": "keep",
	"threads": "concurrency", "thread_count": "concurrency", "workers": "concurrency",
	"force": "overwrite", "quiet": "progress=off", "v": "version",
}

// unknown says which flag was most likely meant by one that is not there.
func unknown(fs *flag.FlagSet, name string) error {
	suggestion := spelling.Suggest(name, "--", flagNames(fs))
	if word, ok := otherWords[strings.ReplaceAll(name, "-", "_")]; ok {
		suggestion = ": did you mean --" + word + "?"
	}
	if name == "resume" || name == "continue" {
		suggestion = ": the same command again resumes a job"
	}
	if suggestion == "" {
		suggestion = ": --help=all lists them"
	}
	return fmt.Errorf("--%s is not a flag%s", name, suggestion)
}
