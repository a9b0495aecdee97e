package pipeline

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/where"
)

// checkWhere checks the filter on the columns of the first file; Inspect does on
// those of the others, within the graph. The first rows of JSON Lines do not tell
// all columns.
func (o Options) checkWhere(there []rows.Column, format string) error {
	if o.Where == "" {
		return nil
	}
	if _, err := where.Compile(o.Where, where.Columns{Known: there, Mixed: rows.Untyped(format), Open: rows.Untyped(format)}); err != nil {
		return fmt.Errorf("--where: %w", err)
	}
	return nil
}

// namedColumns returns the columns that flags name, of which a file may lack some.
func (o Options) namedColumns() []string {
	var named []string
	for _, flag := range []string{o.BoxColumn, o.CaptionColumn, o.VerifyHash, o.Keep} {
		if flag != "none" && flag != "all" {
			named = append(named, option.SplitList(flag)...)
		}
	}
	if filter, err := where.Compile(o.Where, where.Columns{Open: true}); err == nil {
		named = append(named, filter.Columns()...)
	}
	return named
}
