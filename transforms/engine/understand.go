package engine

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// mostPieces bounds how many rows of the output one row of the input may make.
const mostPieces = 10_000

// understand makes a row's pieces, at least one. With a failure it is that of all
// of them, and there is nothing to be downloaded.
func (w *Worker) understand(from workplan.File, row *rows.Row, links []string) ([]*piece, *reason.Error) {
	id := fmt.Sprintf("%s%s#%d", w.opts.IDPrefix, from.Name, row.Number)
	whole := []*piece{{id: id, row: row}} // where it is not known how many there are
	if row.Invalid != nil {
		return whole, &reason.Error{Reason: reason.InvalidRow, Err: row.Invalid}
	}
	pieces, err := w.piecesOf(id, row)
	if err == nil {
		pieces, err = w.captioned(pieces, from, row)
	}
	if err != nil {
		pieces = whole
	}
	if len(links) == 0 {
		return pieces, reason.Errorf(reason.InvalidRow, "the row has no link")
	}
	if err == nil {
		err = w.expectHash(pieces, row)
	}
	failure, _ := reason.Of(err)
	return pieces, failure
}

// piecesOf makes a piece of each of the row's boxes. Whether ids name the box is
// said of the dataset, not of the row.
func (w *Worker) piecesOf(id string, row *rows.Row) ([]*piece, error) {
	if w.opts.Boxes.None() {
		return []*piece{{id: id, row: row}}, nil
	}
	found, err := w.boxes.Read(row.Box, row.Also)
	if err != nil {
		return nil, err
	}
	pieces := make([]*piece, len(found))
	for i, b := range found {
		pieces[i] = &piece{id: id, row: row, box: &b.Box, caption: b.Caption, score: b.Score}
		if w.opts.Boxes.Several {
			pieces[i].id = fmt.Sprintf("%s/%d", id, i)
		}
	}
	return pieces, nil
}

// captioned gives the pieces the captions of a row that has a list of them. With
// captions.All each piece becomes as many as there are captions, and ids name the
// caption, whether or not the row has several.
func (w *Worker) captioned(pieces []*piece, from workplan.File, row *rows.Row) ([]*piece, error) {
	o := w.opts.Captions
	taken := o.Choose(row.Captions, from.Name, row.Number)
	if !o.Several() {
		for _, p := range pieces {
			if len(taken) > 0 && p.caption == nil {
				p.caption = &taken[0]
			}
		}
		return pieces, nil
	}
	if n := len(pieces) * len(taken); n > mostPieces {
		return nil, reason.Errorf(reason.InvalidRow, "the row has %d boxes and %d captions, which are more than %d rows of the output", len(pieces), len(taken), mostPieces)
	}
	var all []*piece
	for _, p := range pieces {
		for i := range max(1, len(taken)) {
			one := *p
			one.id = fmt.Sprintf("%s/%d", p.id, i)
			if len(taken) > 0 {
				one.caption = &taken[i]
			}
			all = append(all, &one)
		}
	}
	return all, nil
}

// expectHash has the pieces expect the hash that the row states.
func (w *Worker) expectHash(pieces []*piece, row *rows.Row) error {
	if w.hashAt < 0 {
		return nil
	}
	hash, err := ParseHash(row.Also[w.hashAt])
	for _, p := range pieces {
		p.hash = hash
	}
	return err
}
