package webdataset

import (
	"archive/tar"
	"fmt"
	"io"
	"strings"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// readImages leaves what is not wanted out of memory. It reads through it all the
// same: to skip it would be a request for each header where the file is remote.
func readImages(r io.ReaderAt, size int64, rows []int64) ([][]byte, error) {
	t := &reader{size: size, in: tar.NewReader(record.FromStart(r, size))}
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
			return nil, fmt.Errorf("row %d: %w", rows[0], record.ErrNoPicture)
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
