package report

import (
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report/chart"
)

// failures are examples of one reason.
type failures struct {
	Reason, Shown, Of string
	Rows              []failure
}

type failure struct{ ID, URL, Detail, Effort string }

// examples are in the order of the reasons.
func examples(r shards.Report) []failures {
	var all []failures
	for _, why := range byCount(r.Reasons) {
		found := r.Details.Failures[why]
		if len(found) == 0 {
			continue
		}
		f := failures{Reason: why, Shown: chart.Count(int64(len(found))), Of: chart.Count(r.Reasons[why])}
		for _, row := range found {
			f.Rows = append(f.Rows, failure{ID: row.ID, URL: row.URL, Detail: row.Detail, Effort: effort(row)})
		}
		all = append(all, f)
	}
	return all
}

// effort says what was done for a row in vain.
func effort(f shards.FailureExample) string {
	if f.Attempts == 0 {
		return "no request"
	}
	parts := []string{"one request"}
	if f.Attempts > 1 {
		parts[0] = fmt.Sprintf("%d requests", f.Attempts)
	}
	if f.HTTPStatus > 0 {
		parts = append(parts, fmt.Sprintf("status %d", f.HTTPStatus))
	}
	return strings.Join(append(parts, chart.Duration(f.ElapsedMS)), " · ")
}
