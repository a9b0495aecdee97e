package pipeline

import (
	"errors"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/pipeline/option"
)

// meantColumn says what to do about a column that is not there, to put after the error:
// which flag named it, if the error does not know, and which column was most likely
// meant. o is what was asked for, before a preset filled in more.
func (o Options) meantColumn(err error) string {
	var missing *table.MissingColumn
	if !errors.As(err, &missing) {
		return ""
	}
	text := ""
	if flag := o.flagNaming(missing.Name); missing.Flag == "" && flag != "" {
		text = " (choose with " + flag + ")"
	}
	if meant := spelling.Suggest(missing.Name, "", missing.There); meant != "" {
		return text + meant
	}
	if o.Preset != "" && o.flagNaming(missing.Name) == "" {
		text += ": --preset=" + o.Preset + " expects it; leave the preset out if this is another dataset"
	}
	return text
}

// flagNaming returns the flag whose value names a column, "" if none does.
func (o Options) flagNaming(column string) string {
	for _, named := range []struct {
		flag    string
		columns []string
	}{
		{"--url_column", []string{o.URLColumn}},
		{"--image_column", []string{o.ImageColumn}},
		{"--box_column", append(option.SplitList(o.BoxColumn), o.BoxColumn)},
		{"--caption_column", []string{o.CaptionColumn}},
		{"--verify_hash", []string{o.VerifyHash}},
		{"--keep", option.SplitList(o.Keep)},
	} {
		if slices.Contains(named.columns, column) {
			return named.flag
		}
	}
	if strings.Contains(o.BoxSizeColumns, column) {
		return "--box_size_columns"
	}
	return ""
}
