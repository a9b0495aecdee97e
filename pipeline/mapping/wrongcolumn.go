package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// fewCells is how many cells may hold something else than their column is for,
// without one among them that does not, until it is the wrong column.
const fewCells = 20

// tally counts what a column's cells hold.
type tally struct {
	right, wrong int
	first        error // of the wrong ones
}

func (t *tally) add(err *reason.Error) {
	if err == nil {
		t.right++
		return
	}
	if t.wrong++; t.first == nil {
		t.first = err.Err
	}
}

// check refuses a column of which many of the rows looked at hold something, and
// none what the flag's column is for.
func (t *tally) check(looked int, flag string) error {
	if t.right > 0 || t.wrong < fewCells {
		return nil
	}
	return fmt.Errorf("there is none in the %d rows that were looked at, the first: %w (choose another column with --%s)", looked, t.first, flag)
}

// CheckLinks refuses a column of links that holds something else.
func CheckLinks(sample []table.Row) error {
	var found tally
	for _, row := range sample {
		for _, l := range link.Split(row.URL) {
			_, err := link.Parse(l)
			found.add(err)
		}
	}
	return found.check(len(sample), "url_column")
}

// CheckHashes checks the column of that name among those of Also.
func CheckHashes(sample []table.Row, also []string, name string) error {
	at := slices.Index(also, name)
	if at < 0 {
		return nil
	}
	var found tally
	for _, row := range sample {
		cell := row.Also[at]
		if text, isText := cell.(string); cell == nil || isText && strings.TrimSpace(text) == "" {
			continue
		}
		_, err := engine.ParseHash(cell)
		failure, _ := reason.Of(err)
		found.add(failure)
	}
	return found.check(len(sample), "verify_hash")
}
