package engine

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// understand makes a row's pieces, at least one. With a failure it is that of all
// of them, and there is nothing to be downloaded.
func (w *Worker) understand(from shard.File, row *rows.Row, links []string) ([]*piece, *reason.Error) {
	id := fmt.Sprintf("%s#%d", from.Name, row.Number)
	pieces, err := w.piecesOf(id, row)
	if err != nil { // how many there are is not known
		pieces = []*piece{{id: id, row: row}}
	}
	if row.Invalid != nil {
		return pieces, &reason.Error{Reason: reason.InvalidRow, Err: row.Invalid}
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
