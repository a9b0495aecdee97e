package parquet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/parquet/page"
	"github.com/beamcrop/beamcrop/io/table"
)

// columnChunk is one leaf column of one row group.
type columnChunk struct {
	src      input.File
	column   *parquet.Column
	chunk    *parquet.FileColumnChunk // decodes its pages
	meta     *chunkMeta
	rowGroup int
	firstRow int64  // of the row group, in the file
	rows     int64  // of the row group
	tooLong  string // stands for a value that is too long; no file can know it
}

func newColumnChunk(src input.File, file *parquetFile, rowGroup int, firstRow int64, column *parquet.Column) (*columnChunk, error) {
	group := &file.meta.RowGroups[rowGroup]
	c := &columnChunk{
		src:      src,
		column:   column,
		chunk:    file.chunks[column.Index()].(*parquet.FileColumnChunk),
		meta:     &group.Columns[column.Index()],
		rowGroup: rowGroup,
		firstRow: firstRow,
		rows:     group.NumRows,
		tooLong:  rand.Text(),
	}
	switch start, end := c.extent(); {
	case c.meta.FilePath != "":
		return nil, c.wrap(fmt.Errorf("its data lies in another file, %q", c.meta.FilePath))
	case start < 0 || end < start || end > src.Size():
		return nil, c.wrap(fmt.Errorf("the file is damaged or truncated: bytes %d to %d are not in it", start, end))
	}
	return c, nil
}

// lostHeader is how many bytes old writers left out of a chunk's size, by which they
// meant the header of its dictionary.
const lostHeader = 100

// extent returns where the chunk's bytes start and end in the file, at the latest.
// Old writers have the data's offset point at the dictionary, or leave the
// dictionary's out.
func (c *columnChunk) extent() (start, end int64) {
	start = c.meta.MetaData.DataPageOffset
	if dict := c.meta.MetaData.DictionaryPageOffset; dict > 0 && dict < start {
		start = dict
	}
	end = start + c.meta.MetaData.TotalCompressedSize
	return start, end + max(min(lostHeader, c.src.Size()-end), 0)
}

func (c *columnChunk) repeated() bool { return c.column.MaxRepetitionLevel() > 0 }

// indexed says whether the file itself tells where the chunk's pages are.
func (c *columnChunk) indexed() bool { return c.meta.OffsetIndexOffset != 0 }

// wrap says which chunk an error is about.
func (c *columnChunk) wrap(err error) error {
	return fmt.Errorf("row group %d, column %s: %w", c.rowGroup, c.path(), err)
}

func (c *columnChunk) path() string {
	path := c.column.Path()
	text := path[0]
	for _, name := range path[1:] {
		text += "." + name
	}
	return text
}

// located returns the chunk's page places from the file's own offset index.
func (c *columnChunk) located() (_ table.Chunk, err error) {
	defer recovered(&err)
	if off, size := c.meta.OffsetIndexOffset, int64(c.meta.OffsetIndexLength); size < 0 || off < 0 || off > c.src.Size()-size {
		return table.Chunk{}, errors.New("the offset index does not lie within the file")
	}
	data := make([]byte, c.meta.OffsetIndexLength)
	if _, err := c.src.ReadAt(data, c.meta.OffsetIndexOffset); err != nil {
		return table.Chunk{}, fmt.Errorf("reading the offset index: %w", err)
	}
	var index format.OffsetIndex
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data, &index); err != nil {
		return table.Chunk{}, fmt.Errorf("reading the offset index: %w", err)
	}
	out := c.place()
	out.Pages = make([]table.Page, len(index.PageLocations))
	for i, at := range index.PageLocations {
		page := table.Page{Offset: at.Offset, Size: int64(at.CompressedPageSize), First: at.FirstRowIndex}
		next := c.rows
		if i+1 < len(out.Pages) {
			next = index.PageLocations[i+1].FirstRowIndex
		}
		page.Rows = next - page.First
		out.Pages[i] = page
	}
	if err := c.checkPlaces(out.Pages); err != nil {
		return table.Chunk{}, err
	}
	// What lies before the first page is the dictionary.
	if start, _ := c.extent(); len(out.Pages) > 0 && start < out.Pages[0].Offset {
		out.Dictionary = table.Page{Offset: start, Size: out.Pages[0].Offset - start}
	}
	return out, nil
}

func (c *columnChunk) place() table.Chunk {
	return table.Chunk{RowGroup: int64(c.rowGroup), Column: int64(c.column.Index()), FirstRow: c.firstRow, Rows: c.rows}
}

// checkPlaces makes sure that pages lie in the chunk and hold its rows.
func (c *columnChunk) checkPlaces(pages []table.Page) error {
	start, end := c.extent()
	var row int64
	for i, p := range pages {
		if p.Offset < start || p.Size <= 0 || p.Size > end-p.Offset {
			return fmt.Errorf("page %d does not lie within the column's bytes", i)
		}
		if p.First != row || p.Rows < 0 || p.Rows > c.rows-row {
			return fmt.Errorf("page %d starts at row %d, but row %d is next", i, p.First, row)
		}
		row = p.End()
	}
	if row != c.rows {
		return fmt.Errorf("the pages hold %d rows, the row group %d", row, c.rows)
	}
	return nil
}

// walk returns the chunk's page places, found by reading the page headers.
func (c *columnChunk) walk(ctx context.Context) (table.Chunk, error) {
	out := c.place()
	start, end := c.extent()
	headers := headerReader{src: c.src, end: end}
	var values, rows int64
	for off := start; off < end && values < c.meta.MetaData.NumValues; {
		if err := ctx.Err(); err != nil {
			return table.Chunk{}, err
		}
		header, length, err := headers.read(off)
		if err != nil {
			return table.Chunk{}, fmt.Errorf("reading the page header at offset %d: %w", off, err)
		}
		page := table.Page{Offset: off, Size: length + int64(header.CompressedPageSize), First: rows}
		if header.CompressedPageSize < 0 || page.Size > end-off {
			return table.Chunk{}, fmt.Errorf("the page at offset %d goes beyond the column's end", off)
		}
		off += page.Size
		if header.Type == format.DictionaryPage {
			out.Dictionary = table.Page{Offset: page.Offset, Size: page.Size}
			continue
		}
		n, starts := c.count(header)
		if n <= 0 || starts < 0 {
			continue // an empty page, or one that holds no rows
		}
		page.Rows = starts
		values, rows = values+n, rows+starts
		out.Pages = append(out.Pages, page)
	}
	if rows != c.rows && c.repeated() {
		if err := c.countStarts(ctx, &out); err != nil {
			return table.Chunk{}, err
		}
	}
	return out, c.checkPlaces(out.Pages)
}

// count returns how many values a page holds and how many rows start in it.
// For repeated values in a page of version 1, which does not say, it assumes
// one value a row: if that holds, and only then, all pages' counts add up to
// the row group's rows, since no row has less than one.
func (c *columnChunk) count(header *format.PageHeader) (values, rows int64) {
	switch {
	case header.Type == format.DataPage && header.DataPageHeader.Valid:
		n := int64(header.DataPageHeader.V.NumValues)
		return n, n
	case header.Type == format.DataPageV2 && header.DataPageHeaderV2.Valid && c.repeated():
		return int64(header.DataPageHeaderV2.V.NumValues), int64(header.DataPageHeaderV2.V.NumRows)
	case header.Type == format.DataPageV2 && header.DataPageHeaderV2.Valid:
		n := int64(header.DataPageHeaderV2.V.NumValues)
		return n, n
	}
	return 0, 0
}

// countStarts reads all pages and counts the rows that start in each.
func (c *columnChunk) countStarts(ctx context.Context, out *table.Chunk) (err error) {
	defer recovered(&err)
	pages := c.open(out.Dictionary)
	defer pages.close()
	pages.queue(out.Pages...)
	var row int64
	for i := range out.Pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, err := pages.next()
		if err != nil {
			return fmt.Errorf("reading the page at offset %d: %w", out.Pages[i].Offset, err)
		}
		levels := page.RepetitionLevels()
		out.Pages[i].First = row
		out.Pages[i].Rows = page.NumRows()
		out.Pages[i].Continued = len(levels) > 0 && levels[0] != 0
		row = out.Pages[i].End()
		parquet.Release(page)
	}
	if len(out.Pages) > 0 && out.Pages[0].Continued {
		return errors.New("the first page begins inside a row")
	}
	return nil
}

// pageReader decodes a chunk's dictionary and such of its pages as are queued.
type pageReader struct {
	stream *pageStream
	pages  *parquet.FilePages
}

func (c *columnChunk) open(dictionary table.Page) *pageReader {
	stream := &pageStream{chunk: c, rewriter: c.rewriter(dictionary.Size > 0)}
	if dictionary.Size > 0 {
		stream.queue = append(stream.queue, dictionary)
	}
	return &pageReader{stream: stream, pages: c.chunk.PagesFrom(stream)}
}

// rewriter returns what makes the chunk's pages ready for the decoder.
func (c *columnChunk) rewriter(dictionary bool) page.Rewriter {
	return page.Rewriter{Column: page.Column{
		Codec:         c.meta.MetaData.Codec,
		Kind:          c.column.Type().Kind(),
		Length:        c.column.Type().Length(),
		MaxRepetition: c.column.MaxRepetitionLevel(),
		MaxDefinition: c.column.MaxDefinitionLevel(),
		HasDictionary: dictionary,
		MaxText:       input.MaxRow,
		TooLong:       c.tooLong,
	}}
}

// queue adds pages to those that next returns.
func (r *pageReader) queue(pages ...table.Page) { r.stream.queue = append(r.stream.queue, pages...) }

// next returns the next queued page. The caller releases it.
func (r *pageReader) next() (parquet.Page, error) {
	page, err := r.pages.ReadPage()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return page, err
}

func (r *pageReader) close() { _ = r.pages.Close() } // it only frees buffers
