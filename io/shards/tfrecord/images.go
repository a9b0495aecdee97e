package tfrecord

import (
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// readImages reads through the file up to the last of the rows.
func readImages(r io.ReaderAt, size int64, rows []int64) ([][]byte, error) {
	t := open(r, size, record.Schema{})
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
