package originals

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Limits of a row group, which is held in memory while it is written.
const (
	groupBytes = 16 << 20
	groupRows  = 1000
)

// writeParquet writes a batch's pictures as a Parquet file, and says where in it
// the bytes of each lie.
func (b *batch) writeParquet(w io.Writer) (size int64, places []pictureEntry, err error) {
	counted := &counter{to: w}
	// parquet.Writer is deprecated for GenericWriter, which wants Go types for rows.
	out := parquet.NewWriter(counted, schema,
		parquet.CreatedBy("beamcrop", "1.0.0", "0"),
		parquet.Compression(&parquet.Zstd),
		parquet.DefaultEncoding(&parquet.Plain),
		parquet.DataPageVersion(1),
		parquet.DataPageStatistics(false), // the page index has them
		parquet.SkipPageBounds("image", "bytes"),
		parquet.KeyValueMetadata("huggingface", features),
	)
	var row parquet.Row
	var body []byte
	rows, bytes := 0, 0
	for _, p := range b.pictures {
		if body, err = b.read(p, body); err != nil {
			return 0, nil, err
		}
		row = appendRow(row[:0], &p.record, body)
		if _, err := out.WriteRows([]parquet.Row{row}); err != nil {
			return 0, nil, err
		}
		rows, bytes = rows+1, bytes+len(body)
		if rows < groupRows && bytes < groupBytes {
			continue
		}
		if err := out.Flush(); err != nil {
			return 0, nil, err
		}
		rows, bytes = 0, 0
	}
	if err := out.Flush(); err != nil {
		return 0, nil, err
	}
	counted.keep = true
	if err := out.Close(); err != nil {
		return 0, nil, err
	}
	places, err = placesIn(counted, counted.size, b.pictures)
	return counted.size, places, err
}

var errPages = errors.New("the pages of the Parquet file are not as they should be")

// placesIn finds out where in a Parquet file the bytes of each picture lie. The values of a page stand
// at its end, each behind its length in four bytes; pages of pictures are not compressed.
func placesIn(written io.ReaderAt, size int64, left []held) ([]pictureEntry, error) {
	file, err := parquet.OpenFile(written, size)
	if err != nil {
		return nil, fmt.Errorf("reading its page index: %w", err)
	}
	var places []pictureEntry
	for i, g := range file.RowGroups() {
		pages := file.OffsetIndexes()[i*len(schema.Columns())+bytesColumn].PageLocations
		for n, page := range pages {
			end := g.NumRows()
			if n+1 < len(pages) {
				end = pages[n+1].FirstRowIndex
			}
			rows := end - page.FirstRowIndex
			if rows < 0 || rows > int64(len(left)) {
				return nil, errPages
			}
			if places, err = appendPlaces(places, left[:rows], page.Offset+int64(page.CompressedPageSize)); err != nil {
				return nil, err
			}
			left = left[rows:]
		}
	}
	if len(left) > 0 {
		return nil, errPages
	}
	return places, nil
}

// appendPlaces appends where the pictures of a page lie that ends there.
func appendPlaces(places []pictureEntry, pictures []held, end int64) ([]pictureEntry, error) {
	const lengthBytes = 4
	at := end
	for _, p := range pictures {
		at -= lengthBytes + int64(p.record.Size)
	}
	for _, p := range pictures {
		e, err := newPictureEntry(p, at+lengthBytes)
		if err != nil {
			return nil, err
		}
		places = append(places, e)
		at += lengthBytes + int64(p.record.Size)
	}
	return places, nil
}

func newPictureEntry(p held, at int64) (pictureEntry, error) {
	const most = 1<<32 - 1
	if at < 0 || at+int64(p.record.Size) > most {
		return pictureEntry{}, fmt.Errorf("the picture of %s ends at byte %d, which the index cannot hold", p.record.Link, at+int64(p.record.Size))
	}
	return pictureEntry{picture: p.picture, offset: uint32(at), length: uint32(p.record.Size)}, nil //nolint:gosec // it was just checked
}

// counter counts what is written, and keeps the end of it if told to, as a file
// of which only that can be read.
type counter struct {
	to   io.Writer
	size int64
	keep bool
	end  []byte
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.size += int64(n)
	if c.keep {
		c.end = append(c.end, p[:n]...)
	}
	return n, err
}

// ReadAt implements io.ReaderAt for what was kept, and for the first bytes, by
// which a Parquet file is known.
func (c *counter) ReadAt(p []byte, at int64) (int, error) {
	const magic = "PAR1"
	if at == 0 && len(p) <= len(magic) {
		return copy(p, magic), nil
	}
	at -= c.size - int64(len(c.end))
	if at < 0 || at+int64(len(p)) > int64(len(c.end)) {
		return 0, errPages
	}
	return copy(p, c.end[at:]), nil
}
