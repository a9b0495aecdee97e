package pipeline

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/dryrun"
)

// DryRun plans the job as a run would, looks at a part of its rows, and says on
// to what would be done. It downloads no picture, writes nothing and claims
// nothing. Errors of the user's making carry exit code 2 (joberror.Find).
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
	}, to)
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
	case asked != "":
		return fmt.Sprintf("by --%s=%s", flag, asked)
	case filled != "":
		return "by --preset=" + preset
	case column != "" && flag == "url_column" && len(candidates(usualURL, []string{column})) == 0:
		return "found by its cells; --url_column chooses another"
	case column != "":
		return fmt.Sprintf("found by its name; --%s chooses another", flag)
	}
	return fmt.Sprintf("no column of a usual name; --%s chooses one", flag)
}
