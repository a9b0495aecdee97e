package jsonl

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// readImages reads through the file up to the last of the rows.
func readImages(r io.ReaderAt, size int64, rows []int64) ([][]byte, error) {
	lines := record.FromStart(r, size)
	var images [][]byte
	for row := int64(0); len(rows) > 0; row++ {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		if row < rows[0] {
			continue
		}
		var line struct {
			Image []byte `json:"image"`
		}
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		images, rows = append(images, line.Image), rows[1:]
	}
	return images, nil
}
