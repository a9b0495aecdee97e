package table

import (
	"cmp"
	"slices"
)

// Index holds what a reader needs to know of a file and the file does not tell
// itself. Fields are exported for serialisation; it is made by an inspection only.
type Index struct {
	Chunks []Chunk // of Parquet without an offset index: the pages that are read, by row group, then by column
	Blocks []Block // of text that is not packed: where its rows lie, in order
	Fields []Field // of text: the kept columns
	Schema []byte  // of Parquet: the kept columns that its dataset's files share, if they differ
	// Encoding is that of text, as package charset names it.
	Encoding string
}

// Chunk places the pages of one column chunk: one column of one row group.
type Chunk struct {
	RowGroup   int64 // ordinal in the file
	Column     int64 // ordinal among the file's leaf columns
	FirstRow   int64 // the row group's first row, counted in the file
	Rows       int64 // rows of the row group
	Dictionary Page  // only place and size; size 0 = the chunk has no dictionary
	Pages      []Page
}

// Page places one data page.
type Page struct {
	Offset int64 // bytes from the start of the file to the page header
	Size   int64 // bytes, header and compressed data
	First  int64 // the first row that starts in this page or later, counted in the row group
	Rows   int64 // rows that start in this page; 0 when a long row goes through it
	// Continued says that the page begins inside a row that started before.
	// Only pages of version 1 of columns with repeated values do.
	Continued bool
}

// End returns the row after the last one that starts in the page.
func (p Page) End() int64 { return p.First + p.Rows }

// OnlyPlaces returns the index without the columns to keep, for a read that keeps none.
func (x Index) OnlyPlaces() Index {
	x.Fields, x.Schema = nil, nil
	return x
}

// Cut returns the part of the index that reading sel needs.
func (x Index) Cut(sel Selection) Index {
	at := sel.Cursor()
	out := Index{Blocks: cutBlocks(x.Blocks, at), Fields: x.Fields, Schema: x.Schema, Encoding: x.Encoding}
	start, _ := slices.BinarySearchFunc(x.Chunks, sel.First, func(c Chunk, row int64) int {
		return cmp.Compare(c.FirstRow+c.Rows, row+1)
	})
	for _, chunk := range x.Chunks[start:] {
		at.SkipTo(chunk.FirstRow)
		if !at.OK {
			break
		}
		if pages := chunk.cut(at); len(pages) > 0 {
			chunk.Pages = pages
			out.Chunks = append(out.Chunks, chunk)
		}
	}
	return out
}

// cut returns the pages that hold rows of at or later, and the pages in which
// those rows may go on.
func (c Chunk) cut(at Cursor) []Page {
	if at.N >= c.FirstRow+c.Rows {
		return nil
	}
	var out []Page
	start, _ := slices.BinarySearchFunc(c.Pages, at.N-c.FirstRow, func(p Page, row int64) int {
		return cmp.Compare(p.End(), row+1)
	})
	kept := false
	for _, page := range c.Pages[start:] {
		at.SkipTo(c.FirstRow + page.First)
		wanted := at.OK && at.N < c.FirstRow+page.End()
		if !at.OK && (!kept || !page.Continued) {
			break
		}
		kept = wanted || kept && page.Continued
		if kept {
			out = append(out, page)
		}
	}
	return out
}
