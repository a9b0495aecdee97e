package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// retried returns the reasons whose rows are to be run again, none if no row is.
// What is missing is done in any case: an output folder without a run is no error.
func (o Options) retried() ([]reason.Reason, error) {
	if !o.RetryFailed && o.RetryReasons == "" {
		return nil, nil
	}
	if o.Overwrite {
		return nil, fmt.Errorf("--retry_failed goes on from what --overwrite removes: leave one of them out")
	}
	if o.RetryReasons == "" {
		return reason.Transients(), nil
	}
	var named []reason.Reason
	for _, name := range option.SplitList(o.RetryReasons) {
		if !slices.Contains(reason.All(), reason.Reason(name)) {
			return nil, fmt.Errorf("--retry_reasons: there is no reason %q, only %s", name, joinReasons(reason.All()))
		}
		named = append(named, reason.Reason(name))
	}
	if len(named) == 0 {
		return nil, fmt.Errorf("--retry_reasons=%s names no reason", o.RetryReasons)
	}
	return named, nil
}

func joinReasons(reasons []reason.Reason) string {
	names := make([]string, len(reasons))
	for i, r := range reasons {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
