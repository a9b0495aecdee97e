package pipeline

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/where"
)

// checkWhere checks the filter on the columns of the first file; Inspect does on
// those of the others, within the graph. The first rows of JSON Lines do not tell
// all columns.
func (o Options) checkWhere(there []rows.Column, format string) error {
	if o.Where == "" {
		return nil
	}
	if _, err := where.Compile(o.Where, where.Columns{Known: there, Format: format, Open: format == rows.FormatJSONL}); err != nil {
		return fmt.Errorf("--where: %w", err)
	}
	return nil
}

// whereText says what a filter leaves to sample from.
func (d *dryRun) whereText(p *page, total int64) {
	if d.asked.Where == "" {
		return
	}
	var matching int64
	for _, f := range d.inspected {
		matching += f.Source().Rows
	}
	p.wrapped("where", fmt.Sprintf("%d of %d rows match: %s", matching, total, clean(d.asked.Where)))
	if n, why := plan.Unclear(d.inspected); n > 0 {
		p.wrapped("", fmt.Sprintf("%d rows do not, for it cannot be told: first %s", n, clean(why)))
	}
}
