package engine

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/semaphore"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/pictures"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	// maxWaiting is how many bytes of rows' pictures a worker holds at once, waiting for
	// a core and on it; a larger picture has it to itself.
	maxWaiting = 64 << 20
	// leastWaiting is what a picture counts for at least, so that there are not too many.
	leastWaiting = 16 << 10
	// maxReads is how many files are opened and read at once: object stores answer after
	// tens of milliseconds.
	maxReads = 64
)

// carried is how a worker comes by pictures that rows carry. A shard's rows are read
// without them first, since all of those are in memory together, and then its pictures
// by themselves, no faster than they are cropped.
type carried struct {
	tables  *inputs // opened for their pictures alone
	source  pictures.Source
	waiting *semaphore.Weighted
	reads   chan struct{}
}

func newCarried(ctx context.Context, store *files.Files, o Options) *carried {
	return &carried{
		tables:  newInputs(ctx, store, o.Columns.OnlyPictures()),
		source:  pictures.Source{Files: store, Root: o.ImageRoot, Limit: o.Fetch.MaxBytes},
		waiting: semaphore.NewWeighted(maxWaiting),
		reads:   make(chan struct{}, maxReads),
	}
}

// carrier is a row that carries a picture: of which of its shard's segments, and its
// number in the file.
type carrier struct {
	segment int
	number  int64
}

// sendCarried sends the pictures of a shard's rows to be cropped.
func (b *Bundle) sendCarried(o *openShard, downloads []*download, emit Emit) error {
	for len(downloads) > 0 {
		segment := downloads[0].row.segment
		n := slices.IndexFunc(downloads, func(d *download) bool { return d.row.segment != segment })
		if n < 0 {
			n = len(downloads)
		}
		if err := b.sendSegment(o, segment, downloads[:n], emit); err != nil {
			return err
		}
		downloads = downloads[n:]
	}
	return nil
}

// sendSegment reads the pictures of rows of one file. More of them are read only when
// there is room.
func (b *Bundle) sendSegment(o *openShard, segment int, downloads []*download, emit Emit) error {
	var wanted table.SelectionBuilder
	for _, d := range downloads {
		wanted.Add(d.row.number)
	}
	seg := o.shard.Segments[segment]
	seg.Rows, seg.Index = wanted.Selection(), seg.Index.OnlyPlaces()
	read := 0
	err := b.worker.readSegment(b.ctx, b.worker.carried.tables, seg, func(row rows.Row) error {
		d := downloads[read]
		read++
		b.downloadBegins()
		if err := b.sendPicture(d, seg.File.URI, row); err != nil {
			return err
		}
		return b.await(emit, b.fewPending)
	})
	if err == nil && read < len(downloads) {
		err = fmt.Errorf("%s gave the pictures of %d rows, not of %d", seg.File.URI, read, len(downloads))
	}
	return err
}

// sendPicture sends one picture to be cropped, once there is room for it.
func (b *Bundle) sendPicture(d *download, uri string, row rows.Row) error {
	c := b.worker.carried
	if row.Invalid != nil {
		return b.finishCarried(d, "", nil, reason.Errorf(reason.InvalidRow, "%w", row.Invalid))
	}
	cell, failure := pictures.Understand(row.Picture)
	if failure != nil {
		return b.finishCarried(d, cell.Path, nil, failure)
	}
	if cell.Data == nil {
		if err := acquire(b.ctx, c.reads); err != nil {
			return err
		}
		b.inBackground(func() error { return b.cropFile(d, uri, cell.Path) })
		return nil
	}
	if err := c.source.Check(int64(len(cell.Data))); err != nil {
		return b.finishCarried(d, cell.Path, nil, err)
	}
	free, err := c.hold(b.ctx, int64(len(cell.Data)))
	if err != nil {
		return err
	}
	b.inBackground(func() error {
		defer free()
		return b.finishCarried(d, cell.Path, cell.Data, nil)
	})
	return nil
}

// cropFile reads the file that a row names, with a place among those that are read, and
// makes its crops.
func (b *Bundle) cropFile(d *download, uri, path string) error {
	c := b.worker.carried
	data, free, err := c.readFile(b.ctx, uri, path)
	release(c.reads)
	defer free()
	return b.finishCarried(d, path, data, err)
}

func (c *carried) readFile(ctx context.Context, uri, path string) (data []byte, free func(), err error) {
	free = func() {}
	file, err := c.source.Open(ctx, uri, path)
	if err != nil {
		return nil, free, err
	}
	defer file.Close() //nolint:errcheck // nothing is written
	if free, err = c.hold(ctx, file.Size()); err != nil {
		return nil, free, err
	}
	data, err = pictures.Read(ctx, file)
	return data, free, err
}

// hold takes room for a picture of so many bytes.
func (c *carried) hold(ctx context.Context, size int64) (free func(), err error) {
	size = min(max(size, leastWaiting), maxWaiting)
	if err := c.waiting.Acquire(ctx, size); err != nil {
		return func() {}, context.Cause(ctx)
	}
	return func() { c.waiting.Release(size) }, nil
}

// inBackground does some of the bundle's work besides it.
func (b *Bundle) inBackground(work func() error) {
	b.tasks.Go(func() {
		if b.ctx.Err() != nil {
			return
		}
		if err := work(); err != nil {
			b.cancel(err)
		}
	})
}

// finishCarried ends the tasks of a picture, of which no request was made.
func (b *Bundle) finishCarried(d *download, path string, data []byte, err error) error {
	d.link = path
	return b.finishTasks(d, fetch.Result{URL: path, Body: data, Err: err})
}
