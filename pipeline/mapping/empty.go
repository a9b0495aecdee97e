package mapping

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// CheckFilled refuses a column of links that has none in the first rows.
func CheckFilled(sample []table.Row) error {
	for _, row := range sample {
		if len(link.Split(row.URL)) > 0 {
			return nil
		}
	}
	if len(sample) == 0 {
		return nil
	}
	return fmt.Errorf("the first %d rows have none (choose another column with --url_column, or rows with --where)", len(sample))
}

// CheckBoxed refuses an input if none of its first rows has a box that can be read.
func CheckBoxed(sample []table.Row, o boxes.Options) error {
	reader, err := boxes.New(o)
	if err != nil {
		return err
	}
	var first error
	for _, row := range sample {
		_, err := reader.Read(row.Box, row.Also)
		if err == nil {
			return nil
		}
		if failure, _ := reason.Of(err); first == nil {
			first = failure.Err
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("none of the first %d rows has one, the first: %w (choose another column with --box_column, or rows with --where)", len(sample), first)
}
