package terminal

import (
	"fmt"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Hint says what a user may not have thought of, given what came of a job; "" if
// nothing comes to mind.
func Hint(s Result, f fetch.Options) string {
	unreached := s.Reasons[string(reason.DNS)] + s.Reasons[string(reason.Connect)] + s.Reasons[string(reason.Timeout)] + s.Reasons[string(reason.HostDown)]
	if name := f.UnusedProxy(); name != "" && s.Failed > 0 && unreached == s.Failed && s.Written == 0 {
		return fmt.Sprintf("no host could be reached. %s names a proxy, which is used only with --proxy=env", name)
	}
	return ""
}
