package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// columns maps the options on the columns that an input has: a column that was
// named must be there, which rows.Open checks; one that was not is looked for by
// its usual names, with look saying whether it holds what it should.
func (o Options) columns(there []rows.Column, look looker) (rows.Columns, error) {
	c := o.text()
	names := namesOf(there)
	var err error
	if c.Image = o.ImageColumn; c.Image == "" {
		if c.URL, err = o.choose(o.URLColumn, usualURL, names, look.links); err != nil {
			return c, err
		}
	}
	if c.Caption, err = o.choose(o.CaptionColumn, usualCaption, names, look.captions); err != nil {
		return c, err
	}
	if four := splitList(o.BoxColumn); len(four) > 1 {
		c.Also = four
	} else if c.Box, err = o.choose(o.BoxColumn, usualBox, names, look.boxes); err != nil {
		return c, err
	}
	if c.Box == "" && o.BoxColumn == "" {
		if c.Also, err = fourColumns(names, look); err != nil {
			return c, err
		}
	}
	if c.URL == "" && o.URLColumn == "" && c.Image == "" {
		if c.URL, err = linkColumn(there, look); err != nil {
			return c, err
		}
	}
	if c.URL == "" && c.Image == "" {
		return c, fmt.Errorf("no column of links found; the columns are: %s (choose with --url_column); --image_column names one that holds pictures, or paths of files", strings.Join(names, ", "))
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

// choose returns the column that was named, or else the likeliest that holds what
// it should; "" if there is none.
func (o Options) choose(named string, usual, there []string, holds func(column string) (bool, error)) (string, error) {
	if named == "none" {
		return "", nil
	}
	if named != "" {
		return named, nil
	}
	for _, column := range candidates(usual, there) {
		if slices.Contains(sureNames, column) {
			return column, nil
		}
		if right, err := holds(column); right || err != nil {
			return column, err
		}
	}
	return "", nil
}

// fourColumns finds four columns of boxes by their names.
func fourColumns(there []string, look looker) ([]string, error) {
	four, err := boxes.FindColumns(there)
	if err != nil || four == nil {
		return nil, err
	}
	right, err := look.four(four)
	if !right {
		return nil, err
	}
	return four, err
}

// linkColumn finds the only column whose cells are links, whatever it is called.
func linkColumn(there []rows.Column, look looker) (string, error) {
	var found []string
	for _, column := range there[:min(len(there), maxLookedInto)] {
		if column.Type != "string" && column.Type != "list<string>" {
			continue
		}
		right, err := column.Links, error(nil)
		if !right {
			right, err = look.links(column.Name)
		}
		if err != nil {
			return "", err
		}
		if right {
			found = append(found, column.Name)
		}
	}
	if len(found) > 1 {
		return "", fmt.Errorf("there are links in the columns %s: choose with --url_column", strings.Join(found, ", "))
	}
	return strings.Join(found, ""), nil
}

// maxLookedInto bounds how many columns are looked into for links.
const maxLookedInto = 100

func namesOf(columns []rows.Column) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Name
	}
	return names
}

// verifying has the column of hashes read, too.
func (o Options) verifying(c rows.Columns) rows.Columns {
	if o.VerifyHash != "" && !slices.Contains(c.Also, o.VerifyHash) {
		c.Also = append(slices.Clip(c.Also), o.VerifyHash)
	}
	return c
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
