package rows

import (
	"cmp"
	"slices"
)

// Index holds what a Reader needs to know of a file and the file does not tell
// itself. Fields are exported for serialisation; it is made by Inspect only.
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

func (p Page) end() int64 { return p.First + p.Rows }

// Cut returns the part of the index that reading sel needs.
func (x Index) Cut(sel Selection) Index {
	at := sel.cursor()
	out := Index{Blocks: cutBlocks(x.Blocks, at), Fields: x.Fields, Schema: x.Schema, Encoding: x.Encoding}
	start, _ := slices.BinarySearchFunc(x.Chunks, sel.First, func(c Chunk, row int64) int {
		return cmp.Compare(c.FirstRow+c.Rows, row+1)
	})
	for _, chunk := range x.Chunks[start:] {
		at.seek(chunk.FirstRow)
		if !at.ok {
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
func (c Chunk) cut(at cursor) []Page {
	if at.n >= c.FirstRow+c.Rows {
		return nil
	}
	var out []Page
	start, _ := slices.BinarySearchFunc(c.Pages, at.n-c.FirstRow, func(p Page, row int64) int {
		return cmp.Compare(p.end(), row+1)
	})
	kept := false
	for _, page := range c.Pages[start:] {
		at.seek(c.FirstRow + page.First)
		wanted := at.ok && at.n < c.FirstRow+page.end()
		if !at.ok && (!kept || !page.Continued) {
			break
		}
		kept = wanted || kept && page.Continued
		if kept {
			out = append(out, page)
		}
	}
	return out
}

// chunk finds a column chunk.
func (x Index) chunk(rowGroup, column int) (Chunk, bool) {
	i, found := slices.BinarySearchFunc(x.Chunks, [2]int64{int64(rowGroup), int64(column)}, func(c Chunk, want [2]int64) int {
		return cmp.Or(cmp.Compare(c.RowGroup, want[0]), cmp.Compare(c.Column, want[1]))
	})
	if !found {
		return Chunk{}, false
	}
	return x.Chunks[i], true
}

// pageOf returns the position of the page in which a row of the group starts,
// or -1.
func pageOf(pages []Page, row int64) int {
	i, _ := slices.BinarySearchFunc(pages, row, func(p Page, row int64) int {
		return cmp.Compare(p.end(), row+1)
	})
	if i == len(pages) || row < pages[i].First {
		return -1
	}
	return i
}

// follows says whether the rows of page i go on in page i+1. In an index that
// was cut the next entry may be a later page, so their rows must also meet.
func follows(pages []Page, i int) bool {
	return i+1 < len(pages) && pages[i+1].Continued && pages[i+1].First == pages[i].end()
}
