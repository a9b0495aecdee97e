package rows

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/text"
)

// Sniff returns the format that a file's first bytes tell, for files whose names
// tell none. What is wrong with the file is an *InputError, and so is a file
// that may be of two formats.
func Sniff(f files.File) (string, error) {
	format, err := sniff(input.File{File: f})
	return format, input.Blame(f, err)
}

func sniff(f input.File) (string, error) {
	start := make([]byte, min(f.Size(), input.SniffSize))
	if _, err := f.ReadAt(start, 0); err != nil && len(start) > 0 {
		return "", fmt.Errorf("reading the start of the file: %w", err)
	}
	all := formats()
	for _, format := range all {
		if format.Starts != nil && format.Starts(start) {
			return format.Name, nil
		}
	}
	begins, err := text.Begin(f)
	if err != nil {
		return "", err
	}
	for _, format := range slices.Backward(all) {
		if format.Sniff == nil {
			continue
		}
		if is, err := format.Sniff(begins); err != nil || is {
			return format.Name, err
		}
	}
	return "", fmt.Errorf("neither its name nor its first line tells the format: say --input_format=%s", choices(all))
}

// choices lists formats for a file that looks like text: those of text first.
func choices(all []input.Format) string {
	var texts, others []string
	for _, f := range all {
		if f.Sniff != nil {
			texts = append(texts, f.Name)
		} else {
			others = append(others, f.Name)
		}
	}
	names := slices.Concat(texts, others)
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
