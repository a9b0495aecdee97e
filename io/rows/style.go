package rows

import (
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
)

// Style says in a few words how a file of text is written where that is not the
// usual way, as its start shows: its encoding, and what stands between cells.
// What is wrong with the file is an *InputError.
func Style(f files.File, format string, cols table.Columns) (string, error) {
	if format == FormatParquet {
		return "", nil
	}
	text, err := openText(source{f}, cols.Encoding)
	if err != nil {
		return "", blame(f, err)
	}
	var found []string
	if text.encoding != charset.UTF8 {
		found = append(found, text.encoding)
	}
	if format == FormatJSONL {
		return strings.Join(found, ", "), nil
	}
	how, err := dialectOf(text, format, cols)
	switch {
	case err != nil:
		return "", blame(f, err)
	case how.Delimiter == 0:
		found = append(found, "a list of links")
	case format == FormatCSV && how.Delimiter == '\t':
		found = append(found, "cells parted by tabs")
	case format == FormatCSV && how.Delimiter != ',':
		found = append(found, fmt.Sprintf("cells parted by %q", string(how.Delimiter)))
	}
	if how.Escape != 0 {
		found = append(found, `quotes escaped by \`)
	}
	return strings.Join(found, ", "), nil
}
