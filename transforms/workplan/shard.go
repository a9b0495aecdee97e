// Package workplan says what a shard is: the unit of work, of retry and of
// resume. A shard names its rows (file, row numbers, where their pages lie) and
// holds none of their data, so it may travel between any two stages cheaply.
//
// It imports io/table for the types of a reference, and nothing that touches
// Beam, the network or a disk.
package workplan

import (
	"iter"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/sample"
)

// File is one input file, as it was when the job was planned.
type File struct {
	URI     string
	Name    string // relative to the inputs' common folder: unique, and free of where the data lies
	Size    int64  // bytes
	Version string // changes when the content does
	Content string // of a file whose version also changes when the content does not: a hash of it; "" = Version says it
	Format  string // one of rows.Formats
	// Constants are the columns that the file's folders give it.
	Constants []table.Constant
}

// Columns returns the columns to read of a file, with those that its folders give it.
func (f File) Columns(columns table.Columns) table.Columns {
	columns.Constants = f.Constants
	return columns
}

// Segment is a shard's share of one file.
type Segment struct {
	File  File
	Rows  table.Selection
	Index table.Index // the page locations that the file itself lacks
}

// Shard is the rows of output shard Number of Of.
type Shard struct {
	Number, Of int
	Segments   []Segment
}

// Rows returns how many rows the shard has.
func (s Shard) Rows() int64 {
	var n int64
	for _, seg := range s.Segments {
		n += seg.Rows.Len()
	}
	return n
}

// Inspected is a file and what reading its metadata told.
type Inspected struct {
	File    File
	Info    table.Info
	Matched Matched
}

// Matched says which rows of a file a filter let through.
type Matched struct {
	Filtered bool // there was a filter; else all rows are let through
	Rows     table.Selection
	// Unclear counts rows of which the filter cannot tell, which are not in Rows, and
	// Why says what was wrong with the first of them and which it is.
	Unclear int64
	Why     string
}

// Source returns what a sample is to be made of.
func (f Inspected) Source() sample.Source {
	if f.Matched.Filtered {
		return sample.Source{Name: f.File.Name, Rows: f.Matched.Rows.Len(), Only: f.Matched.Rows.All()}
	}
	return sample.Source{Name: f.File.Name, Rows: f.Info.Rows}
}

// Count returns how many shards of size rows a sample fills.
func Count(sampled int64, size int) int {
	return int((sampled + int64(size) - 1) / int64(size))
}

// RowsOf returns how many rows one of those shards has.
func RowsOf(shard int, sampled int64, size int) int64 {
	return min(int64(size), sampled-int64(shard)*int64(size))
}

// Cut deals the chosen rows out into shards of size rows, in order; the last
// one may be shorter. files must be the sources that the sample was made from.
func Cut(files []Inspected, chosen *sample.Sample, size int) iter.Seq[Shard] {
	return func(yield func(Shard) bool) {
		c := cutter{files: files, size: size, shard: Shard{Of: Count(chosen.Rows(), size)}, file: -1}
		for file, row := range chosen.Chosen() {
			if file != c.file {
				c.endSegment()
				c.file = file
			}
			c.rows = append(c.rows, row)
			if c.count++; c.count == size && !yield(c.endShard()) {
				return
			}
		}
		if c.count > 0 {
			yield(c.endShard())
		}
	}
}

// cutter gathers the shard being filled.
type cutter struct {
	files []Inspected
	size  int
	shard Shard
	count int // rows in shard so far
	file  int // the file that rows belong to
	rows  []int64
}

func (c *cutter) endSegment() {
	if len(c.rows) == 0 {
		return
	}
	from := c.files[c.file]
	selection := table.Select(c.rows)
	c.shard.Segments = append(c.shard.Segments, Segment{File: from.File, Rows: selection, Index: from.Info.Index.Cut(selection)})
	c.rows = c.rows[:0]
}

func (c *cutter) endShard() Shard {
	c.endSegment()
	done := c.shard
	c.shard, c.count = Shard{Number: done.Number + 1, Of: done.Of}, 0
	return done
}
