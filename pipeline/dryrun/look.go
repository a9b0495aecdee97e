package dryrun

import (
	"context"
	"errors"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// A dry run looks at the first rows of the sample. Those of a small sample lie
// far apart, so that reading many may take reading much of the dataset.
const (
	lookRows     = 10_000
	lookWithin   = 15 * time.Second
	exampleCount = 3
)

// sight is what a look at some of the sampled rows showed.
type sight struct {
	rows     int64
	examples []example
	hosts    map[string]int64 // rows by the host of their first link
	linkless int64            // rows without a link that can be asked for
	boxless  int64            // rows whose box cannot be read
	boxes    int64            // boxes in pixels, and their mean area
	area     float64
}

// example is one row, with the file that it is of.
type example struct {
	file workplan.File
	row  rows.Row
}

// errSeen ends a look.
var errSeen = errors.New("enough was seen")

// look reads the first rows of the sample by the shards that a run would make.
func (d *dryRun) look(ctx context.Context, store *files.Files) (sight, error) {
	limited, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	s := sight{hosts: map[string]int64{}}
	reader, err := d.job.boxReader()
	if err != nil {
		return s, err
	}
	var in openInput
	defer in.close()
	for part := range workplan.Cut(d.inspected, d.chosen, d.job.Plan.ShardRows) {
		for _, segment := range part.Segments {
			err := in.read(limited, store, d.job.Plan.Columns, segment, func(row rows.Row) error {
				s.add(example{segment.File, row}, reader)
				if s.rows == lookRows {
					return errSeen
				}
				return nil
			})
			if errors.Is(err, errSeen) || limited.Err() != nil && ctx.Err() == nil {
				return s, nil
			}
			if err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// openInput is the file that is looked at. It stays open from one shard to the
// next, for a file of packed text has one way in, its start.
type openInput struct {
	from   workplan.File
	file   files.File
	reader rows.Reader
}

// read reads a shard's share of its file.
func (in *openInput) read(ctx context.Context, store *files.Files, columns rows.Columns, s workplan.Segment, yield func(rows.Row) error) error {
	if in.reader == nil || in.from.URI != s.File.URI {
		if err := in.open(ctx, store, columns, s.File); err != nil {
			return rows.In(s.File.URI, err)
		}
	}
	return rows.In(s.File.URI, in.reader.Read(ctx, s.Rows, s.Index, yield))
}

func (in *openInput) open(ctx context.Context, store *files.Files, columns rows.Columns, f workplan.File) (err error) {
	in.close()
	if in.file, err = store.Open(ctx, f.URI); err != nil {
		return err
	}
	in.from = f
	in.reader, err = rows.Open(in.file, f.Format, f.Columns(columns))
	return err
}

func (in *openInput) close() {
	if in.file != nil {
		_ = in.file.Close() // nothing was written
	}
	*in = openInput{}
}

func (s *sight) add(e example, reader *boxes.Reader) {
	s.rows++
	if len(s.examples) < exampleCount {
		s.examples = append(s.examples, e)
	}
	if e.row.Invalid != nil {
		s.linkless++
		return
	}
	if host := firstHost(e.row.URL); host != "" {
		s.hosts[host]++
	} else {
		s.linkless++
	}
	if reader == nil {
		return
	}
	pieces, err := reader.Read(e.row.Box, e.row.Also)
	if err != nil {
		s.boxless++
	}
	for _, piece := range pieces {
		if box := piece.Box; box.Of == (crop.Size{}) {
			s.boxes++
			s.area += ((box.X2-box.X1)*(box.Y2-box.Y1) - s.area) / float64(s.boxes)
		}
	}
}

// firstHost is whom a row's download asks first, "" if it has no link.
func firstHost(cell string) string {
	for _, l := range link.Split(cell) {
		if target, err := link.Parse(l); err == nil {
			return target.Host
		}
	}
	return ""
}

// boxReader reads boxes as a run does; nil if the dataset has none.
func (j Job) boxReader() (*boxes.Reader, error) {
	if j.Boxes.Options.None() {
		return nil, nil
	}
	reader, err := boxes.New(j.Boxes.Options)
	return &reader, err
}
