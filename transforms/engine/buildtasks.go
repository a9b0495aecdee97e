package engine

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// mostPieces bounds how many rows of the output one row of the input may make.
const maxCropsPerRow = 10_000

// buildTasks makes a row's tasks, at least one. With a failure it is that of all
// of them, and there is nothing to be downloaded.
func (w *Worker) buildTasks(from workplan.File, row *rows.Row, links []string) ([]*cropTask, *reason.Error) {
	id := fmt.Sprintf("%s%s#%d", w.opts.IDPrefix, from.Name, row.Number)
	whole := []*cropTask{{id: id, row: row}} // where it is not known how many there are
	if row.Invalid != nil {
		return whole, &reason.Error{Reason: reason.InvalidRow, Err: row.Invalid}
	}
	tasks, err := w.tasksOf(id, row)
	if err == nil {
		tasks, err = w.addCaptions(tasks, from, row)
	}
	if err != nil {
		tasks = whole
	}
	if len(links) == 0 && !w.opts.carried() {
		return tasks, reason.Errorf(reason.InvalidRow, "the row has no link")
	}
	if err == nil {
		err = w.expectHash(tasks, row)
	}
	failure, _ := reason.Of(err)
	return tasks, failure
}

// tasksOf makes a task of each of the row's boxes. Whether ids name the box is
// said of the dataset, not of the row.
func (w *Worker) tasksOf(id string, row *rows.Row) ([]*cropTask, error) {
	if w.opts.Boxes.None() {
		return []*cropTask{{id: id, row: row}}, nil
	}
	found, err := w.boxes.Read(row.Box, row.Also)
	if err != nil {
		return nil, err
	}
	tasks := make([]*cropTask, len(found))
	for i, b := range found {
		tasks[i] = &cropTask{id: id, row: row, box: &b.Box, caption: b.Caption, score: b.Score}
		if w.opts.Boxes.Several {
			tasks[i].id = fmt.Sprintf("%s/%d", id, i)
		}
	}
	return tasks, nil
}

// addCaptions gives the tasks the captions of a row that has a list of them. With
// captions.All each task becomes as many as there are captions, and ids name the
// caption, whether or not the row has several.
func (w *Worker) addCaptions(tasks []*cropTask, from workplan.File, row *rows.Row) ([]*cropTask, error) {
	o := w.opts.Captions
	taken := o.Choose(row.Captions, from.Name, row.Number)
	if !o.Several() {
		for _, p := range tasks {
			if len(taken) > 0 && p.caption == nil {
				p.caption = &taken[0]
			}
		}
		return tasks, nil
	}
	if n := len(tasks) * len(taken); n > maxCropsPerRow {
		return nil, reason.Errorf(reason.InvalidRow, "the row has %d boxes and %d captions, which are more than %d rows of the output", len(tasks), len(taken), maxCropsPerRow)
	}
	var all []*cropTask
	for _, p := range tasks {
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

// expectHash has the tasks expect the hash that the row states.
func (w *Worker) expectHash(tasks []*cropTask, row *rows.Row) error {
	if w.hashAt < 0 {
		return nil
	}
	hash, err := ParseHash(row.Also[w.hashAt])
	for _, p := range tasks {
		p.hash = hash
	}
	return err
}
