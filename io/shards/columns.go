package shards

import (
	"image"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
)

var (
	dataColumns    = []string{"id", "url", "box", "caption", "image", "width", "height", "format", "sha256", "source_width", "source_height", "source_format"}
	indexColumns   = []string{"key", "file_name"} // before dataColumns, in the index of a WebDataset
	exactColumns   = []string{"crop_x", "crop_y", "crop_width", "crop_height"}
	failureLeading = []string{"id", "url"}
	failureClosing = []string{"reason", "detail", "http_status", "attempts", "elapsed_ms"}
)

// Columns that not every dataset has, behind dataColumns.
const (
	scoreColumn    = "score"        // where boxes have scores
	rescaledColumn = "box_rescaled" // where the dataset says what size its boxes refer to
)

// ColumnNames returns the names of a data shard's columns in order: our own,
// then the kept ones. A kept column whose name is taken, by us or by a
// kept column before it, is called source_<name>, with the prefix repeated
// until the name is free. Names that differ in case only are the same name,
// as they are in DuckDB and Spark. So a kept width is source_source_width, since
// source_width is ours.
func ColumnNames(s Schema) []string {
	ours := s.ours()
	return append(ours, keptNames(s.Kept, ours)...)
}

// numbersOf returns what exactColumns hold.
func numbersOf(exact image.Rectangle) [4]int {
	return [4]int{exact.Min.X, exact.Min.Y, exact.Dx(), exact.Dy()}
}

// setNumber is numbersOf the other way round, in its order.
func setNumber(exact *image.Rectangle, i, n int) {
	switch i {
	case 0:
		exact.Min.X = n
	case 1:
		exact.Min.Y = n
	case 2:
		exact.Max.X = exact.Min.X + n
	default:
		exact.Max.Y = exact.Min.Y + n
	}
}

// ours returns the names of our own columns.
func (s Schema) ours() []string {
	names := slices.Clone(dataColumns)
	if s.Score {
		names = append(names, scoreColumn)
	}
	if s.Rescaled {
		names = append(names, rescaledColumn)
	}
	if s.Exact {
		names = append(names, exactColumns...)
	}
	return names
}

// FailureNames returns the names in a line of a failures file, in order. Kept
// columns are renamed as in ColumnNames, but against these names.
func FailureNames(s Schema) []string {
	kept := failureKeptNames(s.Kept)
	return slices.Concat(failureLeading, kept, failureClosing)
}

func failureKeptNames(kept []rows.KeptColumn) []string {
	return keptNames(kept, slices.Concat(failureLeading, failureClosing))
}

// keptNames names the kept columns. All free names are given out before any
// column is renamed, so that a column's new name never takes another's own.
func keptNames(kept []rows.KeptColumn, ours []string) []string {
	taken := make(map[string]bool, len(kept)+len(ours))
	take := func(name string) bool {
		folded := strings.ToLower(name)
		if taken[folded] {
			return false
		}
		taken[folded] = true
		return true
	}
	for _, name := range ours {
		take(name)
	}
	names := make([]string, len(kept))
	var rename []int
	for i, column := range kept {
		names[i] = column.Name
		if !take(column.Name) {
			rename = append(rename, i)
		}
	}
	for _, i := range rename {
		for ok := false; !ok; ok = take(names[i]) {
			names[i] = "source_" + names[i]
		}
	}
	return names
}
