package rows

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/jsonl"
	"github.com/beamcrop/beamcrop/io/rows/parquet"
	"github.com/beamcrop/beamcrop/io/rows/webdataset"
)

// formats are all input formats, in the order in which messages list them. Sniff asks
// those of text from the last to the first, since tables claim most of what they see.
func formats() []input.Format {
	return []input.Format{parquet.Format(), csv.Commas(), csv.Tabs(), jsonl.Format(), webdataset.Format()}
}

// The names of formats that somebody asks for by name.
const (
	FormatParquet = parquet.Name
	FormatCSV     = csv.NameCommas
	FormatTSV     = csv.NameTabs
	FormatJSONL   = jsonl.Name // one JSON object a line

	FormatWebDataset = webdataset.Name // tars of samples
)

func formatNamed(name string) (input.Format, error) {
	all := formats()
	i := slices.IndexFunc(all, func(f input.Format) bool { return f.Name == name })
	if i < 0 {
		return input.Format{}, fmt.Errorf("there is no format %q", name)
	}
	return addingConstants(all[i]), nil
}

// Formats returns the names of all formats.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// Untyped says whether only all rows of all files of a format tell which columns there
// are, and of which types.
func Untyped(format string) bool {
	f, err := formatNamed(format)
	return err == nil && f.Untyped
}

// FormatOf returns the format that a file's name tells by its ending: .parquet,
// .csv, .tsv, .jsonl or .ndjson, behind which .gz, .zst or .bz2 may stand. It is "" for
// other names, also for .json, which may be anything, and metadata in most folders.
func FormatOf(name string) string {
	name = strings.ToLower(name)
	switch ending := path.Ext(name); ending {
	case ".gz", ".zst", ".bz2":
		name = strings.TrimSuffix(name, ending)
	}
	ending := path.Ext(name)
	for _, f := range formats() {
		if slices.Contains(f.Endings, ending) {
			return f.Name
		}
	}
	return ""
}
