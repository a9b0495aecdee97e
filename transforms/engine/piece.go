package engine

import (
	"time"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// piece is one row of the output on its way: a crop that a row of the dataset
// asks for, or why there is none.
type piece struct {
	id      string
	key     string    // shards.Key's, and the box's number
	row     *rows.Row // the pieces of a row share it
	box     *crop.Box // nil: the whole picture
	caption *string   // nil: the row's only one
	score   *float64
	hash    string // that the source's bytes must have, in hex; "" = any
	shares  bool   // the download of an earlier row; of a row's first piece only

	outcome
	earlier  bool // an earlier run settled it
	finished time.Time
	failure  *reason.Error // nil: there is a crop
	crop     crop.Result   // without its image, which is in kept
	sha256   string        // of the source's bytes, in hex
	kept     keptCrop
}

// cut makes the piece's picture and puts it where it can wait. An error without
// a reason is no fault of the piece.
func (p *piece) cut(w *Worker, s *source) error {
	if err := s.verify(p.hash); err != nil {
		return err
	}
	cut, err := s.crop(p.box, w.opts.Crop)
	if err != nil {
		return err
	}
	p.sha256 = s.sumSHA256()
	p.kept, err = w.keep(cut.Image)
	p.crop, p.crop.Image = *cut, nil
	return err
}

// requested says whether a request was made for the piece, by whichever run.
func (p *piece) requested() bool { return p.attempts > 0 || p.earlier && p.failure == nil }

func (p *piece) reason() string {
	if p.failure == nil {
		return ""
	}
	return string(p.failure.Reason)
}

// host is the host of the link that was tried last, "" if no host was to be asked:
// a box that cannot be read is no fault of the one that the row names.
func (p *piece) host() string {
	if p.attempts == 0 && p.reason() == string(reason.InvalidRow) {
		return ""
	}
	return fetch.HostOf(p.link)
}

func (p *piece) record(image []byte) *shards.Record {
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

// words are the piece's own caption, or else its row's.
func (p *piece) words() (caption string, has bool) {
	if p.caption != nil {
		return *p.caption, true
	}
	return p.row.Caption, p.row.HasCaption
}

func (p *piece) failed() *shards.Failure {
	return &shards.Failure{
		ID: p.id, URL: p.row.URL, Kept: p.row.Kept,
		Reason: p.reason(), Detail: p.failure.Err.Error(), HTTPStatus: p.status,
		Attempts: p.attempts, ElapsedMS: p.elapsed.Milliseconds(),
	}
}
