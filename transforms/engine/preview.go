package engine

import (
	"context"
	"sync"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

const (
	// previewSide is the longer side of a picture in a preview, in pixels.
	previewSide = 560
	// previewCrops is how many crops of a row are kept; all of them are made.
	previewCrops = 8
)

// PreviewRow is what a run would make of a row.
type PreviewRow struct {
	Link          string
	Picture       []byte // a small JPEG of the last picture that could be decoded; nil: there is none
	Width, Height int    // of the picture itself, upright where EXIF is applied
	Crops         []PreviewCrop
}

// PreviewCrop is a crop, or why there is none.
type PreviewCrop struct {
	ID      string
	Caption string
	Box     *crop.Box // in pixels of the picture, if its size is known; nil: the whole picture
	Failure *reason.Error
	Crop    crop.Result // its Image is nil beyond the first few crops of a row
}

// Preview makes the crops of a shard's rows as a run would, and writes nothing. It
// holds all of them in memory: it is for a few rows.
func (w *Worker) Preview(ctx context.Context, s workplan.Shard) (all []PreviewRow, err error) {
	b := w.NewBundle(ctx)
	defer func() {
		if closed := b.Close(); err == nil {
			err = closed
		}
	}()
	o := newOpenShard(b, s)
	o.reserved = 0 // no room was asked for
	defer func() {
		if dropped := o.discard(); err == nil {
			err = dropped
		}
	}()
	defer b.tasks.Wait() // before the tasks are discarded
	downloads, err := o.read(b.ctx)
	if err != nil {
		return nil, err
	}
	p := &previewing{worker: w, pictures: map[*rows.Row]*crop.Result{}}
	b.onPicture = p.add
	for _, d := range downloads {
		d.owner = previewed{}
	}
	if err := b.sendAll(o, downloads, nil); err != nil {
		return nil, err
	}
	if err := b.await(nil, b.nothingPending); err != nil {
		return nil, err
	}
	b.tasks.Wait() // the last tasks end after their downloads
	return p.rows(o.tasks)
}

func (b *Bundle) nothingPending() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pending == 0
}

// previewed owns the downloads of a preview, whose tasks are looked at when all of
// them have ended.
type previewed struct{}

func (previewed) count(fetch.Result) {}

func (previewed) taskEnded(*cropTask) {}

// previewing gathers the pictures of a preview.
type previewing struct {
	worker   *Worker
	mu       sync.Mutex
	pictures map[*rows.Row]*crop.Result
}

// add keeps a small copy of a picture for the rows that it is of. A picture that cannot
// be decoded has none: that is said by the crops.
func (p *previewing) add(ctx context.Context, d *download, body []byte) error {
	asked, small := p.worker.opts.Crop, crop.Defaults()
	small.EXIF, small.MaxPixels = asked.EXIF, asked.MaxPixels
	small.Width, small.Height, small.OnlyIfBigger, small.Quality = previewSide, previewSide, true, 80
	from := &source{body: body, boxes: 1}
	release, err := p.worker.decoding.acquire(ctx, from, small, []*crop.Box{nil})
	if err != nil {
		if _, isRow := reason.Of(err); isRow {
			return nil
		}
		return err
	}
	defer release()
	result, err := from.crop(nil, small)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, task := range d.tasks {
		p.pictures[task.row] = result
	}
	return nil
}

// rows are the rows of tasks that have ended.
func (p *previewing) rows(tasks []*cropTask) ([]PreviewRow, error) {
	var all []PreviewRow
	for i, task := range tasks {
		if i == 0 || task.row != tasks[i-1].row {
			row := PreviewRow{Link: task.link}
			if picture := p.pictures[task.row]; picture != nil {
				row.Picture, row.Width, row.Height = picture.Image, picture.SourceWidth, picture.SourceHeight
			}
			all = append(all, row)
		}
		row := &all[len(all)-1]
		made, err := p.crop(task, row)
		if err != nil {
			return nil, err
		}
		row.Crops = append(row.Crops, made)
	}
	return all, nil
}

// crop is what came of a task.
func (p *previewing) crop(task *cropTask, of *PreviewRow) (PreviewCrop, error) {
	made := PreviewCrop{ID: task.id, Failure: task.failure, Crop: task.crop}
	made.Caption, _ = task.words()
	if task.box != nil && of.Width > 0 {
		box := task.box.In(of.Width, of.Height)
		made.Box = &box
	}
	var err error
	if task.failure == nil && len(of.Crops) < previewCrops {
		made.Crop.Image, err = p.worker.load(task.image)
	}
	return made, err
}
