package table

import (
	"fmt"
	"strings"
)

// MissingColumn is a mistake: no column of that name is in the file.
type MissingColumn struct {
	Name  string
	There []string // the columns that are
	Flag  string   // which names the column; "" = none
}

// Error lists the columns that are there.
func (e *MissingColumn) Error() string {
	listed := strings.Join(e.There[:min(len(e.There), maxListed)], ", ")
	if more := len(e.There) - maxListed; more > 0 {
		listed += fmt.Sprintf(" and %d more", more)
	}
	text := fmt.Sprintf("no column %q; the columns are: %s", e.Name, listed)
	for _, outer := range e.There {
		if e.Flag == "--keep" && strings.HasPrefix(e.Name, outer+".") {
			return fmt.Sprintf("no column %q: --keep takes columns whole, here %s", e.Name, outer)
		}
	}
	if e.Flag != "" {
		text += " (choose with " + e.Flag + ")"
	}
	return text
}

// maxListed is how many columns an error names.
const maxListed = 100
