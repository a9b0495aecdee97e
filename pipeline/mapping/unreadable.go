package mapping

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/table"
)

// Unreadable counts the rows of a first look that cannot be read.
type Unreadable struct {
	looked, rows int
	row          int64 // the first of them
	why          error
}

// add counts a row, and says whether it is one of them.
func (u *Unreadable) add(row table.Row) bool {
	u.looked++
	if row.Invalid == nil {
		return false
	}
	if u.rows++; u.rows == 1 {
		u.row, u.why = row.Number, row.Invalid
	}
	return true
}

// check refuses an input of which no row can be read.
func (u Unreadable) check() error {
	if u.rows == 0 || u.rows < u.looked {
		return nil
	}
	return fmt.Errorf("none of the %d rows that were looked at can be read; row %d: %w (is it written as it seems? see --input_format, --delimiter and --encoding)", u.looked, u.row, u.why)
}

// String says it in a line, which is empty if all rows can be read.
func (u Unreadable) String() string {
	if u.rows == 0 {
		return ""
	}
	return fmt.Sprintf("%d of the first %d rows cannot be read and will fail, the first is row %d: %v", u.rows, u.looked, u.row, u.why)
}
