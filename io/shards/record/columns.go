package record

import (
	"image"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
)

var (
	dataColumns = []string{"id", "url", "box", "caption", "image", "width", "height", "format", "sha256", "source_width", "source_height", "source_format"}
	// ExactColumns are those of Record.Exact.
	ExactColumns = []string{"crop_x", "crop_y", "crop_width", "crop_height"}
)

// Columns that not every dataset has, behind dataColumns.
const (
	ScoreColumn    = "score"        // where boxes have scores
	RescaledColumn = "box_rescaled" // where the dataset says what size its boxes refer to
)

// NumbersOf returns what ExactColumns hold.
func NumbersOf(exact image.Rectangle) [4]int {
	return [4]int{exact.Min.X, exact.Min.Y, exact.Dx(), exact.Dy()}
}

// SetNumber is NumbersOf the other way round, in its order.
func SetNumber(exact *image.Rectangle, i, n int) {
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

// Columns returns the names of our own columns, in order.
func (s Schema) Columns() []string {
	names := slices.Clone(dataColumns)
	if s.Score {
		names = append(names, ScoreColumn)
	}
	if s.Rescaled {
		names = append(names, RescaledColumn)
	}
	if s.Exact {
		names = append(names, ExactColumns...)
	}
	return names
}

// KeptNames names the kept columns beside ours. One whose name is taken, by us or
// by a kept column before it, is called source_<name>, with the prefix repeated
// until the name is free. Names that differ in case only are the same name, as
// they are in DuckDB and Spark. So a kept width is source_source_width, since
// source_width is ours.
//
// All free names are given out before any column is renamed, so that a column's
// new name never takes another's own.
func KeptNames(kept []rows.KeptColumn, ours []string) []string {
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
