package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/report/repeats"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// reading finds out what is to be downloaded for a shard. Rows that have the same
// links share a download, whatever the timing, since that is decided before the
// first request.
type reading struct {
	shard     *openShard
	rows      int64
	byLinks   map[string]*download
	downloads []*download // in the order of their first rows
}

func newReading(o *openShard) *reading { return &reading{shard: o, byLinks: map[string]*download{}} }

// read reads the shard's rows and makes their tasks.
func (o *openShard) read(ctx context.Context) ([]*download, error) {
	r := newReading(o)
	for i, seg := range o.shard.Segments {
		err := o.bundle.worker.readSegment(ctx, o.bundle.worker.inputs, seg, func(row rows.Row) error {
			r.add(i, &row)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	o.links = repeats.Sketch(maps.Keys(r.byLinks))
	return r.downloads, o.checkCount(r.rows)
}

// readSegment reads the segment's rows from its file, which is one of the inputs.
func (w *Worker) readSegment(ctx context.Context, from *inputs, seg workplan.Segment, yield func(rows.Row) error) error {
	in, err := from.get(seg.File)
	if err != nil {
		return err
	}
	err = in.reader.Read(ctx, seg.Rows, seg.Index, yield)
	if changed := files.Unchanged(in.file); changed != nil { // of which err is what came
		err = joberror.Usagef("reading %s: %w: put it back as it was and run the command again, or choose another --output", seg.File.URI, changed)
	}
	return errors.Join(err, from.put(in))
}

// add adds the tasks of a segment's row to the shard, and to the download of the row's
// links; what cannot be understood needs none.
func (r *reading) add(segment int, row *rows.Row) {
	links := link.Split(row.URL)
	tasks, failure := r.shard.bundle.worker.buildTasks(r.shard.shard.Segments[segment].File, row, links)
	key := r.key()
	for i, p := range tasks {
		p.key, p.link, p.failure = key, row.URL, failure
		if r.shard.bundle.worker.opts.several() {
			p.key = fmt.Sprintf("%s_%03d", key, i)
		}
	}
	r.rows++
	r.shard.tasks = append(r.shard.tasks, tasks...)
	if failure != nil {
		return
	}
	if r.shard.bundle.worker.opts.carried() {
		r.downloads = append(r.downloads, &download{owner: r.shard, tasks: tasks, row: carrier{segment, row.Number}})
		return
	}
	same := strings.Join(links, "\n")
	d := r.byLinks[same]
	if d == nil {
		d = &download{owner: r.shard, links: links}
		r.byLinks[same] = d
		r.downloads = append(r.downloads, d)
	} else {
		tasks[0].shares = true
	}
	d.tasks = append(d.tasks, tasks...)
}

// key is that of the row that is to be added.
func (r *reading) key() string {
	s, o := r.shard.shard, &r.shard.bundle.worker.opts
	return o.IDPrefix + shards.Key(s.Number, s.Of, o.ShardRows, int(r.rows))
}
