package pipeline

import (
	"cmp"
	"context"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// findBoxes finds out what the box cells hold, and has the columns read that it
// takes. What is found is part of the plan: workers look at no sample. The same
// sample tells whether the columns of links and of hashes hold any.
func (j *job) findBoxes(ctx context.Context, store *files.Files) error {
	ask, err := j.options.askBoxes(j.columns)
	if err != nil {
		return joberror.Usagef("--box_size_columns: %w", err)
	}
	look := j.options.text()
	look.URL, look.Box, look.Caption, look.Also = j.columns.URL, j.columns.Box, j.columns.Caption, ask.Also
	look = j.options.verifying(look)
	sample, unreadable, err := mapping.Sample(ctx, store, j.inputs, look)
	if err != nil {
		return err
	}
	j.unreadable = unreadable
	if j.columns.Image == "" {
		if err := cmp.Or(mapping.CheckLinks(sample), j.unlessFiltered(mapping.CheckFilled(sample))); err != nil {
			return joberror.Usagef("links in %q: %w", j.columns.URL, err)
		}
	}
	if err := mapping.CheckHashes(sample, look.Also, j.options.VerifyHash); err != nil {
		return joberror.Usagef("hashes in %q: %w", j.options.VerifyHash, err)
	}
	j.findCaptions(sample)
	if ask.None() {
		return nil
	}
	if j.boxes, err = boxes.Detect(ask, mapping.KnownBoxes(ask.Column), sample); err != nil {
		return joberror.Usagef("boxes in %q: %w", boxColumns(ask), err)
	}
	if err := j.unlessFiltered(mapping.CheckBoxed(sample, j.boxes.Options)); err != nil {
		return joberror.Usagef("boxes in %q: %w", boxColumns(ask), err)
	}
	if j.boxes.Options.Spans != "" && j.options.Captions == captions.All {
		return joberror.Usagef("--captions=all is for lists of captions, but boxes in %q are of one caption's spans", boxColumns(ask))
	}
	j.columns.Also = j.boxes.Options.Needs()
	j.boxes.Options.Also = j.columns.Also
	return nil
}

// unlessFiltered is an error that says something of all rows, if they are not
// chosen by --where: those that are may be others than the first.
func (j *job) unlessFiltered(err error) error {
	if j.options.Where != "" {
		return nil
	}
	return err
}

// askBoxes returns what the options say of boxes in those columns.
func (o Options) askBoxes(c rows.Columns) (boxes.Options, error) {
	ask := boxes.Options{Column: c.Box, Columns: boxes.InOrder(c.Also), Format: o.BoxFormat, Units: o.BoxUnits}
	if ask.None() {
		return ask, nil
	}
	if c.Box != "" {
		ask.Spans = c.Caption // if boxes turn out to have any
	}
	var err error
	ask.Size, err = o.boxSizes()
	ask.Also = ask.Needs()
	return ask, err
}

func (o Options) boxSizes() (boxes.SizeColumns, error) {
	if o.BoxSizeColumns == "none" {
		return boxes.SizeColumns{}, nil
	}
	return boxes.ParseSizeColumns(option.SplitList(o.BoxSizeColumns))
}

// boxColumns names the columns of boxes as --box_column does.
func boxColumns(o boxes.Options) string {
	if len(o.Columns) > 0 {
		return strings.Join(o.Columns, ",")
	}
	return o.Column
}
