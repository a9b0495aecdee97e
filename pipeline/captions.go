package pipeline

import (
	"fmt"
	"slices"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/captions"
)

// findCaptions finds out whether rows have lists of captions. Then those that are
// not taken would be lost, so with --keep=all the lists are kept.
func (j *job) findCaptions(sample []table.Row) {
	j.captionLists = slices.ContainsFunc(sample, func(row table.Row) bool { return len(row.Captions) > 1 })
	if j.captionLists && j.columns.KeepAll {
		j.columns.Keep = append(slices.Clip(j.columns.Keep), j.columns.Caption)
	}
}

// captionsText says which captions are taken, "" where each row has one.
func (j job) captionsText() string {
	if !j.captionLists {
		return ""
	}
	taken := map[string]string{
		captions.First:   "the first of each list",
		captions.All:     "all of each list, a row for each",
		captions.Longest: "the longest of each list",
		captions.Random:  "one of each list at random",
	}[j.options.Captions]
	kept := "the lists are not kept"
	if slices.Contains(j.columns.Keep, j.columns.Caption) {
		kept = "the lists are kept"
	}
	return fmt.Sprintf("%s (--captions=%s; %s)", taken, j.options.Captions, kept)
}
