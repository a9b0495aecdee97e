package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// Columns maps what was asked on the columns that an input has: a column that was
// named must be there, which rows.Open checks; one that was not is looked for by
// its usual names, with look saying whether it holds what it should. c is how text is
// written, as columns that name none.
func (o Asked) Columns(c rows.Columns, there []rows.Column, look Looker) (rows.Columns, error) {
	names := Names(there)
	var err error
	if c.Image = o.ImageColumn; c.Image == "" {
		if c.URL, err = o.choose(o.URLColumn, usualURL, names, look.Links); err != nil {
			return c, err
		}
	}
	if c.Caption, err = o.choose(o.CaptionColumn, usualCaption, names, look.Captions); err != nil {
		return c, err
	}
	if four := option.SplitList(o.BoxColumn); len(four) > 1 {
		c.Also = four
	} else if c.Box, err = o.choose(o.BoxColumn, usualBox, names, look.Boxes); err != nil {
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
		c.Keep = option.SplitList(o.Keep)
	}
	return c, nil
}

// choose returns the column that was named, or else the likeliest that holds what
// it should; "" if there is none.
func (o Asked) choose(named string, usual, there []string, holds func(column string) (bool, error)) (string, error) {
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
func fourColumns(there []string, look Looker) ([]string, error) {
	four, err := boxes.FindColumns(there)
	if err != nil || four == nil {
		return nil, err
	}
	right, err := look.Four(four)
	if !right {
		return nil, err
	}
	return four, err
}

// linkColumn finds the only column whose cells are links, whatever it is called.
func linkColumn(there []rows.Column, look Looker) (string, error) {
	var found []string
	for _, column := range there[:min(len(there), maxLookedInto)] {
		if column.Type != "string" && column.Type != "list<string>" {
			continue
		}
		right, err := column.Links, error(nil)
		if !right {
			right, err = look.Links(column.Name)
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

// Names returns the names of columns.
func Names(columns []rows.Column) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Name
	}
	return names
}
