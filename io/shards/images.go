package shards

import (
	"archive/tar"
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// ReadImages reads the pictures of some rows of a data shard of size bytes, given
// by their numbers, counted from 0 and rising. A Parquet file is read where those
// rows lie: its end, and a page of pictures for each row. The other formats are
// read from the start up to the last of the rows, a piece after the other.
//
// It needs no Schema: where the picture stands does not depend on the columns.
func ReadImages(r io.ReaderAt, size int64, format string, rows []int64) (images [][]byte, err error) {
	switch format {
	case FormatParquet:
		images, err = parquetImages(r, size, rows)
	case FormatJSONL:
		images, err = jsonlImages(fromStart(r, size), rows)
	case FormatWebDataset:
		images, err = tarImages(r, size, rows)
	case FormatTFRecord:
		images, err = tfrecordImages(r, size, rows)
	default:
		err = fmt.Errorf("pictures cannot be read back from the format %q", format)
	}
	if err != nil {
		return nil, fmt.Errorf("reading pictures of a data shard: %w", err)
	}
	return images, nil
}

// aheadBytes is how much of a file that is read from its start is read at a time.
const aheadBytes = 1 << 20

// fromStart reads a file of size bytes one piece after the other.
func fromStart(r io.ReaderAt, size int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(r, 0, size), int(min(size, aheadBytes)))
}

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

func parquetImages(r io.ReaderAt, size int64, rows []int64) (images [][]byte, err error) {
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
			if isText(column.Node.Type()) {
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

func jsonlImages(lines *bufio.Reader, rows []int64) ([][]byte, error) {
	var images [][]byte
	for row := int64(0); len(rows) > 0; row++ {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		if row < rows[0] {
			continue
		}
		var record struct {
			Image []byte `json:"image"`
		}
		if err := json.Unmarshal(line, &record); err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		images, rows = append(images, record.Image), rows[1:]
	}
	return images, nil
}

// tarImages leaves what is not wanted out of memory. It reads through it all the
// same: to skip it would be a request for each header where the file is remote.
func tarImages(r io.ReaderAt, size int64, rows []int64) ([][]byte, error) {
	t := &tarReader{size: size, in: tar.NewReader(fromStart(r, size))}
	var images [][]byte
	row, of := int64(-1), ""
	for len(rows) > 0 {
		h, err := t.header()
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", rows[0], err)
		}
		key, extension, _ := strings.Cut(h.Name, ".")
		if row < 0 || key != of {
			row, of = row+1, key
		}
		switch {
		case row > rows[0]:
			return nil, fmt.Errorf("row %d: %w", rows[0], errNoPicture)
		case row < rows[0] || extension == "json" || extension == "txt":
			continue
		}
		image, err := io.ReadAll(t.in)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		images, rows = append(images, image), rows[1:]
	}
	return images, nil
}

func tfrecordImages(r io.ReaderAt, size int64, rows []int64) ([][]byte, error) {
	t := newTFRecordReader(r, size, Schema{})
	var images [][]byte
	for row := int64(0); len(rows) > 0; row++ {
		features, err := t.features()
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		if row < rows[0] {
			continue
		}
		take := taker{features: features}
		image := take.bytes("image")
		if take.err != nil {
			return nil, fmt.Errorf("row %d: %w", row, take.err)
		}
		images, rows = append(images, image), rows[1:]
	}
	return images, nil
}
