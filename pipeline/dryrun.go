package pipeline

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/dryrun"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/pipeline/preview"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// DryRun plans the job as a run would, looks at a part of its rows, and says on
// to what would be done. It downloads no picture, writes nothing and claims
// nothing, except that a preview downloads its few and writes its page. Errors of the
// user's making carry exit code 2 (joberror.Find).
func DryRun(ctx context.Context, o Options, to io.Writer) error {
	if err := dryRun(ctx, o, runtime.GOMAXPROCS(0), to); err != nil {
		return interrupted(ctx, err)
	}
	return nil
}

func dryRun(ctx context.Context, o Options, cores int, to io.Writer) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	o.DryRun = true
	j, err := asked(o)
	if err != nil {
		return err
	}
	if j, err = j.prepare(ctx, store); err != nil {
		return err
	}
	if o.Preview > 0 {
		if err := preview.Check(preview.Name); err != nil {
			return err
		}
	}
	return dryrun.Run(ctx, store, dryrun.Job{
		Inputs:        j.inputs,
		Input:         describe(j.inputs),
		Style:         j.style,
		Warning:       j.unreadable.String(),
		Plan:          j.planOptions(""),
		Sample:        o.Sample,
		Mapped:        j.mapped(o),
		Boxes:         j.boxes,
		Captions:      j.captionsText(),
		Whole:         j.wholePictures(),
		Crop:          j.options.Crop,
		Fetch:         j.options.Fetch,
		Format:        j.options.OutputFormat,
		ImageEncoding: j.options.imageEncoding(),
		Cores:         cores,
		Assumed:       j.assumed(o),
		Preview:       o.Preview,
		Look: func(ctx context.Context, s workplan.Shard, text string) (string, error) {
			return preview.Write(ctx, j.engineOptions(""), s, text, preview.Name)
		},
	}, to)
}

// assumed lists what no flag was given for and decides what is read and how crops are
// made, as NAME=VALUE. Columns are left out, for which mapped has more to say.
func (j job) assumed(asked Options) []string {
	var all []string
	given, filled := asked.List(), j.options.list(decided{j.inputs, j.columns, j.boxes.Options})
	for i, entry := range filled {
		if given[i].Value.String() != entry.Default || !slices.Contains([]string{option.Input, option.Sample, option.Crop}, entry.Group) {
			continue
		}
		name, text := entry.Shown()
		if name != entry.Name || text == "" || slices.Contains([]string{"url_column", "box_column", "caption_column"}, name) {
			continue
		}
		all = append(all, name+"="+text)
	}
	return all
}

// mapped says which column means what, and why. The options asked for lack what a
// preset has filled in since.
func (j job) mapped(asked Options) []dryrun.Mapped {
	c, filled := j.columns, j.options
	from := dryrun.Mapped{What: "links", Column: c.URL, Why: whyColumn("url_column", asked.URLColumn, filled.URLColumn, asked.Preset, c.URL)}
	if c.Image != "" {
		from = dryrun.Mapped{What: "pictures", Column: c.Image, Why: whyColumn("image_column", asked.ImageColumn, filled.ImageColumn, asked.Preset, c.Image)}
	}
	return []dryrun.Mapped{
		from,
		{What: "boxes", Column: boxColumns(j.boxes.Options), Why: whyColumn("box_column", asked.BoxColumn, filled.BoxColumn, asked.Preset, boxColumns(j.boxes.Options))},
		{What: "captions", Column: c.Caption, Why: whyColumn("caption_column", asked.CaptionColumn, filled.CaptionColumn, asked.Preset, c.Caption)},
	}
}

// whyColumn says what decided on a column.
func whyColumn(flag, asked, filled, preset, column string) string {
	switch {
	case flag == "image_column" && asked == "":
		return "by the format; --url_column downloads links instead"
	case asked != "":
		return fmt.Sprintf("by --%s=%s", flag, asked)
	case filled != "":
		return "by --preset=" + preset
	case column != "" && flag == "url_column" && !mapping.IsUsualURL(column):
		return "found by its cells; --url_column chooses another"
	case column != "":
		return fmt.Sprintf("found by its name; --%s chooses another", flag)
	}
	return fmt.Sprintf("no column of a usual name; --%s chooses one", flag)
}
