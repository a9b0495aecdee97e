package parquet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// valueBuffer is how many values are decoded at once.
const valueBuffer = 256

// numberSize is how many bytes a value of a list counts for at least.
const numberSize = 8

// columnReader reads rows of one column chunk, in ascending order.
type columnReader struct {
	chunk  *columnChunk
	places table.Chunk
	puts   []put

	pages   *pageReader // nil until the first page is needed
	queued  int         // how many places were queued or passed over
	pending []int       // places that were queued and not yet read
	at      int         // the current page, -1 before the first
	page    parquet.Page
	row     int64 // the row, counted in the group, that the next value starts

	values  parquet.ValueReader
	decoded []parquet.Value // what is left of buffer
	buffer  []parquet.Value
	ended   bool // the page has no values after the decoded ones
}

// read adds the column's values to rows, and returns to how many: as many as have
// blockSize bytes or a little more. Numbers are the rows' numbers in the group,
// ascending, all after those of the call before.
func (c *columnReader) read(ctx context.Context, numbers []int64, rows []cells) (int, error) {
	if err := c.queue(numbers); err != nil {
		return 0, err
	}
	size := 0
	for i, n := range numbers {
		if size >= blockSize {
			return i, nil
		}
		if err := c.seek(ctx, n); err != nil {
			return i, err
		}
		cell, err := c.take(ctx, &rows[i])
		if err != nil {
			return i, err
		}
		size += cell
		c.row = n + 1
	}
	return len(numbers), nil
}

// queue announces the pages that the rows lie on, so that neighbours are read
// together.
func (c *columnReader) queue(numbers []int64) error {
	if c.pages == nil {
		c.pages = c.chunk.open(c.places.Dictionary)
		c.buffer = make([]parquet.Value, valueBuffer)
	}
	all := c.places.Pages
	for _, n := range numbers {
		if c.queued > 0 && all[c.queued-1].First <= n && n < all[c.queued-1].End()-1 {
			continue // on a page that is queued, and not the row that may go on
		}
		first := pageOf(all, n)
		if first < 0 {
			return &input.OtherError{Err: fmt.Errorf("the index given does not place row %d", c.chunk.firstRow+n)}
		}
		last := first
		if n == all[first].End()-1 {
			last = lastOf(all, first)
		}
		for i := max(first, c.queued); i <= last; i++ {
			c.pages.queue(all[i])
			c.pending = append(c.pending, i)
			c.queued = i + 1
		}
	}
	return nil
}

// lastOf returns the page in which the last row that starts in a page ends.
func lastOf(pages []table.Page, first int) int {
	last := first
	for follows(pages, last) && (last == first || pages[last].Rows == 0) {
		last++
	}
	return last
}

// seek moves to the first value of a row.
func (c *columnReader) seek(ctx context.Context, n int64) error {
	all := c.places.Pages
	if c.at < 0 || n >= all[c.at].End() {
		i := pageOf(all, n)
		if err := c.load(ctx, i); err != nil {
			return err
		}
		// What the page begins with may belong to a row that started before.
		if skip := n - all[i].First; skip > 0 || all[i].Continued {
			tail := c.page.Slice(skip, all[i].Rows)
			parquet.Release(c.page)
			c.page, c.values, c.row = tail, tail.Values(), n
		}
	}
	if !c.chunk.repeated() {
		return c.skipValues(n)
	}
	for c.row < n {
		if err := c.skipRow(); err != nil {
			return err
		}
		c.row++
	}
	return nil
}

// skipValues passes over rows of one value each.
func (c *columnReader) skipValues(n int64) error {
	for c.row < n {
		if _, ok, err := c.peek(); err != nil || !ok {
			return cmp.Or(err, errShortPage)
		}
		skip := min(n-c.row, int64(len(c.decoded)))
		c.decoded = c.decoded[skip:]
		c.row += skip
	}
	return nil
}

// skipRow passes over the values of one row, as far as they are in the page.
func (c *columnReader) skipRow() error {
	if _, ok, err := c.peek(); err != nil || !ok {
		return cmp.Or(err, errShortPage)
	}
	for {
		c.decoded = c.decoded[1:]
		if v, ok, err := c.peek(); err != nil || !ok || v.RepetitionLevel() == 0 {
			return err
		}
	}
}

// take adds the values of one row, on all the pages that it goes through, and returns
// how many bytes they have.
func (c *columnReader) take(ctx context.Context, row *cells) (size int, err error) {
	v, ok, err := c.peek()
	if err != nil || !ok {
		return 0, cmp.Or(err, errShortPage)
	}
	for {
		size = c.put(row, v, size)
		c.decoded = c.decoded[1:]
		v, ok, err = c.peek()
		for err == nil && !ok && follows(c.places.Pages, c.at) {
			if err = c.load(ctx, c.at+1); err == nil {
				v, ok, err = c.peek()
			}
		}
		if err != nil || !ok || v.RepetitionLevel() == 0 {
			return size, err
		}
	}
}

// put adds a value to a row whose cell has so many bytes before it, and returns how
// many it has then. A cell that is too long makes the row invalid.
func (c *columnReader) put(row *cells, v parquet.Value, size int) int {
	if row.Invalid != nil {
		return size
	}
	tooLong := false
	switch v.Kind() {
	case parquet.ByteArray, parquet.FixedLenByteArray:
		text := v.ByteArray()
		size += max(len(text), numberSize)
		tooLong = string(text) == c.chunk.tooLong
	default:
		size += numberSize
	}
	if tooLong || size > input.MaxRow {
		row.Invalid = fmt.Errorf("its cell of column %s is longer than %d MiB", c.chunk.path(), input.MaxRow>>20)
		return size
	}
	for _, put := range c.puts {
		put(row, v)
	}
	return size
}

var errShortPage = errors.New("a page ends before its rows do")

// peek returns the page's next value, which c.decoded begins with, or false at
// the page's end.
func (c *columnReader) peek() (v parquet.Value, ok bool, err error) {
	if len(c.decoded) == 0 && !c.ended {
		n, err := c.values.ReadValues(c.buffer)
		c.decoded, c.ended = c.buffer[:n], errors.Is(err, io.EOF)
		if err != nil && !c.ended {
			return v, false, fmt.Errorf("decoding values: %w", err)
		}
		if n == 0 && !c.ended {
			return v, false, io.ErrNoProgress
		}
	}
	if len(c.decoded) == 0 {
		return v, false, nil
	}
	return c.decoded[0], true, nil
}

// load makes a queued page the current one.
func (c *columnReader) load(ctx context.Context, i int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.release()
	place := c.places.Pages[i]
	if len(c.pending) == 0 || c.pending[0] != i {
		return fmt.Errorf("page %d is not the next to read", i)
	}
	c.pending = c.pending[1:]
	page, err := c.pages.next()
	if err != nil {
		first := c.chunk.firstRow + place.First
		return fmt.Errorf("reading rows %d to %d: %w", first, first+max(place.Rows, 1)-1, err)
	}
	c.at, c.page, c.values = i, page, page.Values()
	c.row, c.decoded, c.ended = place.First, nil, false
	levels := page.RepetitionLevels()
	continued := len(levels) > 0 && levels[0] != 0
	if page.NumRows() != place.Rows || continued != place.Continued {
		return fmt.Errorf("the page at offset %d does not hold the %d rows that the index says", place.Offset, place.Rows)
	}
	return nil
}

func (c *columnReader) release() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page = nil
	}
}

func (c *columnReader) close() {
	c.release()
	if c.pages != nil {
		c.pages.close()
	}
}
