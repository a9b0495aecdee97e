package rows

import (
	"path"
	"strings"
)

// The formats of files.
const (
	FormatParquet = "parquet"
	FormatCSV     = "csv"
	FormatTSV     = "tsv"
	FormatJSONL   = "jsonl" // one JSON object a line
)

// Formats returns the names of all formats.
func Formats() []string { return []string{FormatParquet, FormatCSV, FormatTSV, FormatJSONL} }

// FormatOf returns the format that a file's name tells by its ending: .parquet,
// .csv, .tsv, .jsonl or .ndjson, behind which .gz, .zst or .bz2 may stand. It is "" for
// other names, also for .json, which may be anything, and metadata in most folders.
func FormatOf(name string) string {
	name = strings.ToLower(name)
	switch ending := path.Ext(name); ending {
	case ".gz", ".zst", ".bz2":
		name = strings.TrimSuffix(name, ending)
	}
	switch path.Ext(name) {
	case ".parquet":
		return FormatParquet
	case ".csv":
		return FormatCSV
	case ".tsv":
		return FormatTSV
	case ".jsonl", ".ndjson":
		return FormatJSONL
	default:
		return ""
	}
}
