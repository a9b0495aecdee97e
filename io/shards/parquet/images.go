package parquet

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// tailBytes is how much of a Parquet shard's end is read in one piece: its footer
// and its page index, which on an object store would be several requests.
const tailBytes = 256 << 10

// tailed is a file whose end is in memory.
type tailed struct {
	io.ReaderAt
	start int64 // of tail in the file
	tail  []byte
}

func newTailed(r io.ReaderAt, size int64) (*tailed, error) {
	t := &tailed{ReaderAt: r, tail: make([]byte, min(size, tailBytes))}
	t.start = size - int64(len(t.tail))
	if n, err := r.ReadAt(t.tail, t.start); n < len(t.tail) {
		return nil, err
	}
	return t, nil
}

// ReadAt implements io.ReaderAt.
func (t *tailed) ReadAt(p []byte, at int64) (int, error) {
	if at < t.start {
		return t.ReaderAt.ReadAt(p, at)
	}
	n := copy(p, t.tail[min(at-t.start, int64(len(t.tail))):])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// readImages reads pictures where their rows lie.
func readImages(r io.ReaderAt, size int64, rows []int64) (images [][]byte, err error) {
	defer func() {
		if p := recover(); p != nil { // parquet-go trusts what it reads
			err = fmt.Errorf("a damaged file: %v", p)
		}
	}()
	t, err := newTailed(r, size)
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(t, size, parquet.SkipMagicBytes(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	column, found := file.Schema().Lookup("image")
	if !found { // Hugging Face's struct
		column, found = file.Schema().Lookup("image", "bytes")
	}
	if !found {
		return nil, errors.New("there is no column of pictures")
	}
	first := int64(0)
	for _, group := range file.RowGroups() {
		end := first + group.NumRows()
		for len(rows) > 0 && rows[0] < end {
			value, err := valueAt(group.ColumnChunks()[column.ColumnIndex], rows[0]-first)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", rows[0], err)
			}
			if record.IsText(column.Node.Type()) {
				if value, err = base64.StdEncoding.AppendDecode(nil, value); err != nil {
					return nil, fmt.Errorf("row %d: %w", rows[0], err)
				}
			}
			images, rows = append(images, value), rows[1:]
		}
		first = end
	}
	if len(rows) > 0 {
		return nil, fmt.Errorf("there is no row %d", rows[0])
	}
	return images, nil
}

// valueAt returns the bytes in one row of a column without nulls or lists.
func valueAt(chunk parquet.ColumnChunk, row int64) (value []byte, err error) {
	pages := chunk.Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	if err := pages.SeekToRow(row); err != nil {
		return nil, err
	}
	page, err := pages.ReadPage()
	if err != nil {
		return nil, err
	}
	defer parquet.Release(page)
	var values [1]parquet.Value
	if n, err := page.Values().ReadValues(values[:]); n < 1 {
		return nil, errors.Join(io.ErrUnexpectedEOF, err)
	}
	return slices.Clone(values[0].ByteArray()), nil
}
