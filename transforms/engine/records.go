package engine

import (
	"cmp"
	"errors"
	"image"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/report/observe"
)

// A task is written to the data file or the failures file, told in the report, and
// read back from the files by a later run. Whatever is added to a row of the output
// is added here.

// record is what the data file says of the task.
func (p *cropTask) record(image []byte) *shards.Record {
	caption, has := p.words()
	record := &shards.Record{
		Key: p.key, ID: p.id, URL: p.link, Rescaled: p.crop.Rescaled,
		Caption: caption, HasCaption: has, Score: p.score,
		Image: image, Width: p.crop.Width, Height: p.crop.Height, Exact: p.crop.Exact, Format: p.crop.Format,
		SHA256: p.sha256,
		Source: shards.Source{Width: p.crop.SourceWidth, Height: p.crop.SourceHeight, Format: p.crop.SourceFormat},
		Kept:   p.row.Kept,
	}
	if b := p.crop.Box; b != nil {
		record.Box = &[4]float64{b.X1, b.Y1, b.X2, b.Y2}
	}
	return record
}

// restoreCrop ends the task with what an earlier run wrote.
func (p *cropTask) restoreCrop(w *Worker, r *shards.Record) (err error) {
	p.restored, p.link, p.sha256 = true, r.URL, r.SHA256
	p.crop = crop.Result{
		Width: r.Width, Height: r.Height, Format: r.Format, Exact: r.Exact, Rescaled: r.Rescaled,
		SourceWidth: r.Source.Width, SourceHeight: r.Source.Height, SourceFormat: r.Source.Format,
	}
	if b := r.Box; b != nil {
		p.crop.Box = &crop.Box{X1: b[0], Y1: b[1], X2: b[2], Y2: b[3]}
	}
	p.image, err = w.buffer(r.Image)
	return err
}

// failureRecord is what the failures file says of the task.
func (p *cropTask) failureRecord() *shards.Failure {
	return &shards.Failure{
		ID: p.id, URL: cmp.Or(p.row.URL, p.link), Kept: p.row.Kept,
		Reason: p.reason(), Detail: p.failure.Err.Error(), HTTPStatus: p.status,
		Attempts: p.attempts, ElapsedMS: p.elapsed.Milliseconds(),
	}
}

// restoreFailure ends the task with why it failed in an earlier run. Which of
// several links it was that failed last is not known: the last is likely.
func (p *cropTask) restoreFailure(f *shards.Failure) {
	p.restored = true
	p.failure = &reason.Error{Reason: reason.Reason(f.Reason), Status: f.HTTPStatus, Err: errors.New(f.Detail)}
	p.status, p.attempts = f.HTTPStatus, f.Attempts
	p.elapsed = time.Duration(f.ElapsedMS) * time.Millisecond
	if p.row.URL == "" {
		p.link = f.URL // the path of a picture that its row names
	}
	if links := link.Split(p.row.URL); len(links) > 0 && f.Attempts > 0 {
		p.link = links[len(links)-1]
	}
}

// observed is what the shard's report says of the task.
func (p *cropTask) observed() observe.Row {
	caption, _ := p.words()
	seen := observe.Row{
		ID: p.id, URL: p.link, Caption: caption,
		Earlier: p.restored, Attempts: p.attempts, Downloaded: p.bytes > 0, Bytes: p.bytes, Elapsed: p.elapsed, Finished: p.finished,
		Source: image.Pt(p.crop.SourceWidth, p.crop.SourceHeight), Crop: image.Pt(p.crop.Width, p.crop.Height),
	}
	if b := p.crop.Box; b != nil {
		seen.Box = []float64{b.X1, b.Y1, b.X2, b.Y2}
	}
	if p.failure != nil {
		seen.Failure, seen.Detail, seen.Status = p.failure.Reason, p.failure.Err.Error(), p.status
	}
	return seen
}
