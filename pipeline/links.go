package pipeline

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
)

// fewLinks is how many rows may hold something else than a link without one
// among them that does, until their column is the wrong one.
const fewLinks = 20

// checkLinks refuses a column of which many rows hold something, and none a link.
func checkLinks(sample []rows.Row) error {
	var first error
	wrong := 0
	for _, row := range sample {
		for _, l := range link.Split(row.URL) {
			_, err := link.Parse(l)
			if err == nil {
				return nil
			}
			if wrong++; first == nil {
				first = err.Err
			}
		}
	}
	if wrong < fewLinks {
		return nil
	}
	return fmt.Errorf("there is none in the %d rows that were looked at, the first: %w (choose another column with --url_column)", len(sample), first)
}
