package engine

import (
	"time"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// cropTask is one row of the output on its way: a crop that a row of the dataset
// asks for, or why there is none.
type cropTask struct {
	id      string
	key     string    // shards.Key's, and the box's number
	row     *rows.Row // the tasks of a row share it
	box     *crop.Box // nil: the whole picture
	caption *string   // nil: the row's only one
	score   *float64
	hash    string // that the source's bytes must have, in hex; "" = any
	shares  bool   // the download of an earlier row; of a row's first task only

	outcome
	restored bool // an earlier run finished it
	finished time.Time
	failure  *reason.Error // nil: there is a crop
	crop     crop.Result   // without its image, which is in kept
	sha256   string        // of the source's bytes, in hex
	image    bufferedCrop
}

// cropFrom makes the crop and buffers it until its shard is written. An error without
// a reason is no fault of the task.
func (p *cropTask) cropFrom(w *Worker, s *source) error {
	if err := s.verify(p.hash); err != nil {
		return err
	}
	cut, err := s.crop(p.box, w.opts.Crop)
	if err != nil {
		return err
	}
	p.sha256 = s.sumSHA256()
	p.image, err = w.buffer(cut.Image)
	p.crop, p.crop.Image = *cut, nil
	return err
}

// requested says whether a request was made for the task, by whichever run.
func (p *cropTask) requested() bool { return p.attempts > 0 || p.restored && p.failure == nil }

func (p *cropTask) reason() string {
	if p.failure == nil {
		return ""
	}
	return string(p.failure.Reason)
}

// host is the host of the link that was tried last, "" if no host was to be asked:
// a box that cannot be read is no fault of the one that the row names.
func (p *cropTask) host() string {
	if p.attempts == 0 && p.reason() == string(reason.InvalidRow) {
		return ""
	}
	return fetch.HostOf(p.link)
}

// words are the task's own caption, or else its row's.
func (p *cropTask) words() (caption string, has bool) {
	if p.caption != nil {
		return *p.caption, true
	}
	return p.row.Caption, p.row.HasCaption
}
