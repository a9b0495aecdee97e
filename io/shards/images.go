package shards

import (
	"fmt"
	"io"
)

// ReadImages reads the pictures of some rows of a data shard of size bytes, given
// by their numbers, counted from 0 and rising. A Parquet file is read where those
// rows lie: its end, and a page of pictures for each row. The other formats are
// read from the start up to the last of the rows, a piece after the other.
//
// It needs no Schema: where the picture stands does not depend on the columns.
func ReadImages(r io.ReaderAt, size int64, format string, rows []int64) ([][]byte, error) {
	f, err := formatOf(format)
	if err != nil {
		return nil, fmt.Errorf("reading pictures of a data shard: %w", err)
	}
	images, err := f.ReadImages(r, size, rows)
	if err != nil {
		return nil, fmt.Errorf("reading pictures of a data shard: %w", err)
	}
	return images, nil
}
