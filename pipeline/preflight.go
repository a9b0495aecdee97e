package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/folder"
	"github.com/beamcrop/beamcrop/pipeline/mapping"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/pipeline/terminal"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// job is what the launcher knows before anything is downloaded.
type job struct {
	runner  runner.Runner
	engine  runner.Engine
	options Options
	sample  sample.Size
	inputs  []workplan.File
	columns rows.Columns
	style   string // how the first input is written, where that is worth a word
	boxes   boxes.Found
	// unreadable are rows of the first look.
	unreadable mapping.Unreadable
	// captionLists says that rows have several captions.
	captionLists bool
	retry        []reason.Reason
	originals    engine.Originals
	manifest     shards.Manifest
	// share is which shards of a job array this process does first; the zero value says
	// that it is part of none.
	share  workplan.Share
	config []byte // see Options.Config
}

// preflight finds the user's mistakes that can be found without the graph, and
// claims the output folder for the run. Its errors carry exit code 2.
func preflight(ctx context.Context, store *files.Files, o Options, run string) (job, error) {
	j, err := asked(o)
	if err != nil {
		return j, err
	}
	places := runner.Places{Inputs: o.Inputs, Output: o.Output, Originals: o.Originals}
	if check := j.runner.Check; check != nil {
		if err := check(ctx, places); err != nil {
			return j, joberror.Usagef("%w", err)
		}
	}
	if j, err = j.prepare(ctx, store); err != nil {
		return j, err
	}
	if j.engine, err = j.runner.Find(ctx, store, places); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if err := engine.CheckSpool(j.options.SpoolDir); err != nil {
		return j, joberror.Usagef("%w: set TMPDIR to a folder that can be written", err)
	}
	if j.originals.URI != "" {
		if err := originals.Check(ctx, store, j.originals.URI); err != nil {
			return j, joberror.Usagef("--originals: %w", err)
		}
	}
	if err := plan.Identify(ctx, store, j.inputs); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if j.manifest, err = j.options.manifest(j.inputs, j.columns, j.boxes.Options); err != nil {
		return j, err
	}
	j.manifest.Run, j.manifest.Started = run, time.Now().UTC()
	if j.inArray() {
		j.manifest.Run = j.arrayName()
		j.manifest.Started, err = folder.Join(ctx, store, j.options.Output, j.manifest)
	} else {
		j.manifest.Started, err = folder.Claim(ctx, store, j.options.Output, j.options.Overwrite, j.manifest)
	}
	if err != nil {
		return j, err
	}
	j.originals.Started = j.manifest.Started
	return j, folder.WriteConfig(ctx, store, j.options.Output, j.manifest.Run, j.config)
}

// asked is the job as the flags have it, checked by itself.
func asked(o Options) (job, error) {
	j := job{options: o}
	if err := j.options.Validate(); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	var err error
	if j.config, err = o.Config(); err != nil { // before presets and the like fill in more
		return j, err
	}
	if err := fetch.CheckMachine(); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if j.runner, err = runnerOf(runner.Flag("runner")); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if j.share, err = parsePart(o.Part, os.Getenv); err != nil {
		return j, joberror.Usagef("--part %w", err)
	}
	if j.inArray() && j.runner.Elsewhere {
		return j, joberror.Usagef("--part is for processes that work by themselves: leave it or --runner=%s out, which has workers of its own", j.runner.Names[0])
	}
	if j.retry, err = j.options.retried(); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if j.originals, err = j.options.originals(); err != nil {
		return j, joberror.Usagef("%w", err)
	}
	if j.sample, err = sample.ParseSize(o.Sample); err != nil {
		return j, joberror.Usagef("--sample: %w", err)
	}
	return j, nil
}

// prepare finds out from the inputs what the job is, and touches nothing.
func (j job) prepare(ctx context.Context, store *files.Files) (job, error) {
	var err error
	asked := j.options
	if j.options.Inputs, err = pin(ctx, store, j.options.Inputs); err != nil {
		return j, err
	}
	if j.inputs, err = plan.Match(ctx, store, j.options.Inputs, j.options.inputFormat(), j.options.Output); err != nil {
		return j, err
	}
	if j.columns, j.style, err = j.findColumns(ctx, store); err != nil {
		return j, joberror.Usagef("%w%s", rows.In(j.inputs[0].URI, err), asked.meantColumn(err))
	}
	if err = j.findBoxes(ctx, store); err != nil {
		if advice := asked.meantColumn(err); advice != "" {
			err = joberror.Usagef("%w%s", errors.Unwrap(err), advice)
		}
		return j, err
	}
	j.columns = j.options.verifying(j.columns)
	return j, nil
}

// pin has every worker read what the launcher sees, see files.Pin.
func pin(ctx context.Context, store *files.Files, patterns []string) ([]string, error) {
	pinned := make([]string, len(patterns))
	for i, pattern := range patterns {
		var err error
		if pinned[i], err = store.Pin(ctx, pattern); err != nil {
			return nil, joberror.Usagef("--input: %w", err)
		}
	}
	return pinned, nil
}

// findColumns maps the options on the first file's columns, after it has filled in
// what a preset says of them, and has rows.Open check their types; Inspect checks
// every other file, within the graph. It also says how the file is written.
func (j *job) findColumns(ctx context.Context, store *files.Files) (columns rows.Columns, style string, err error) {
	none := rows.Columns{}
	text := j.options.text()
	look := mapping.Look(ctx, store, j.inputs, text)
	defer look.Close()
	file, err := look.File(0)
	if err != nil {
		return none, "", err
	}
	first := j.inputs[0]
	format := first.Format
	there, err := rows.Schema(file, format, first.Columns(text))
	if err != nil {
		return none, "", err
	}
	elsewhere, partial := mapping.Elsewhere(ctx, store, j.inputs, text, j.options.namedColumns(), there)
	if err := j.options.checkWhere(slices.Concat(there, elsewhere), format); err != nil {
		return none, "", err
	}
	j.options.ImageColumn = j.options.pictureColumn(there)
	j.options.ApplyPreset(mapping.Names(there))
	columns, err = j.options.Columns(text, there, look)
	if err != nil {
		return none, "", err
	}
	columns.Partial = partial
	if _, err := rows.Open(file, format, first.Columns(j.options.verifying(columns))); err != nil {
		return none, "", err
	}
	style, err = rows.Style(file, format, columns)
	return columns, style, err
}

// inputFormat returns the format of all inputs, "" if each has its own.
func (o Options) inputFormat() string {
	if o.InputFormat == "auto" {
		return ""
	}
	return o.InputFormat
}

// forWorkers returns the job as workers in other folders can do it.
func (j job) forWorkers() (job, error) {
	inputs, err := absolute(j.options.Inputs...)
	if err != nil {
		return j, err
	}
	folders, err := absolute(j.options.Output, j.options.SpoolDir, j.options.ImageRoot, j.originals.URI)
	if err != nil {
		return j, err
	}
	j.options.Inputs, j.options.Output, j.options.SpoolDir, j.options.ImageRoot = inputs, folders[0], folders[1], folders[2]
	j.originals.URI = folders[3]
	return j, nil
}

// String says in a line what the job will do.
func (j job) String() string {
	c, from := j.columns, describe(j.inputs)
	if j.style != "" {
		from += " (" + j.style + ")"
	}
	text := fmt.Sprintf("%s: links from %q", from, c.URL)
	if c.Image != "" {
		text = fmt.Sprintf("%s: pictures from %q", from, c.Image)
	}
	if whole := j.wholePictures(); whole != "" {
		text += ", " + whole
	} else {
		text += fmt.Sprintf(", boxes from %q, %s", boxColumns(j.boxes.Options), j.boxes)
	}
	if c.Caption == "" {
		text += ", no captions"
	} else {
		text += fmt.Sprintf(", captions from %q", c.Caption)
		if lists := j.captionsText(); lists != "" {
			text += ", " + lists
		}
	}
	return text + " -> " + j.options.Output
}

// opening is what is shown of the job before it starts.
func (j job) opening() terminal.Opening {
	o := terminal.Opening{Job: j.String(), Asked: j.sample.Rows}
	if text := j.unreadable.String(); text != "" {
		o.Warnings = append(o.Warnings, text)
	}
	o.Warnings = slices.Concat(o.Warnings, j.options.Fetch.Warnings(), j.crowd())
	return o
}

// wholePictures says why there are no boxes to crop by; "" if there are.
func (j job) wholePictures() string {
	switch {
	case !j.boxes.Options.None():
		return ""
	case j.options.BoxColumn == "none":
		return "whole pictures (--box_column=none)"
	}
	return "whole pictures, as no column of boxes was found (--box_column names one)"
}
