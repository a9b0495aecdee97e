package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// The names under which datasets keep what we look for: LAION has URL and
// TEXT, most others the lower-case ones.
var (
	usualURL     = []string{"url", "URL"}
	usualBox     = []string{"box"}
	usualCaption = []string{"caption", "TEXT", "text"}
)

// columns maps the options on the columns that an input has: a column that was
// named must be there, which rows.Open checks; one that was not is looked for.
func (o Options) columns(there []string) (rows.Columns, error) {
	c := o.text()
	c.URL = choose(o.URLColumn, usualURL, there)
	c.Caption = choose(o.CaptionColumn, usualCaption, there)
	if four := splitList(o.BoxColumn); len(four) > 1 {
		c.Also = four
	} else if c.Box = choose(o.BoxColumn, usualBox, there); c.Box == "" && o.BoxColumn == "" {
		var err error
		if c.Also, err = boxes.FindColumns(there); err != nil {
			return c, err
		}
	}
	if c.URL == "" {
		return c, fmt.Errorf("no column of links found; the columns are: %s (choose with --url_column)", strings.Join(there, ", "))
	}
	switch o.Keep {
	case "all":
		c.KeepAll = true
	case "none", "":
	default:
		c.Keep = splitList(o.Keep)
	}
	return c, nil
}

// verifying has the column of hashes read, too.
func (o Options) verifying(c rows.Columns) rows.Columns {
	if o.VerifyHash != "" && !slices.Contains(c.Also, o.VerifyHash) {
		c.Also = append(slices.Clip(c.Also), o.VerifyHash)
	}
	return c
}

func choose(named string, usual, there []string) string {
	if named == "none" {
		return ""
	}
	if named != "" {
		return named
	}
	for _, name := range usual {
		if slices.Contains(there, name) {
			return name
		}
	}
	return ""
}

// splitList splits a flag's comma-separated list, dropping empty items. A comma
// within an item is written "\,"; any other backslash is its own.
//
// Taking a list whole where a file of that name exists was considered: it would
// make what a command means depend on what lies about, and would be no help for
// links, patterns and columns.
func splitList(text string) []string {
	const comma = "\x00" // stands in no flag: arguments end at it
	text = strings.ReplaceAll(text, `\,`, comma)
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, strings.ReplaceAll(item, comma, ","))
		}
	}
	return items
}
