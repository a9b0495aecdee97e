package runner

import (
	"errors"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// What a runner says is told in a line: its cause, or, if it is the user's own line
// wrapped by the runner, that.
func TestFailure(t *testing.T) {
	for name, c := range map[string]struct{ err, line string }{
		"the cause stands last": {"job job-001 failed:\nbundle inst005 failed:\n\tcaused by:\nDoFn[UID:4] failed\n\tcaused by:\nconnection lost", "Prism failed: connection lost; run"},
		"no cause":              {"rpc error: code = Unavailable\n desc = EOF", "Prism failed: rpc error: code = Unavailable desc = EOF; run"},
		"too long":              {"panic: " + strings.Repeat("é", longestCause), "é ...; run"},
		"ours":                  {"bundle inst005 failed:\n\tcaused by:\n" + joberror.Usagef("x.csv changed").Error() + "\nStacktrace", "x.csv changed"},
	} {
		t.Run(name, func(t *testing.T) {
			line, _, marked := joberror.Find(Failure("Prism", errors.New(c.err)))
			if !marked || !strings.Contains(line, c.line) || len(line) > longestCause+100 {
				t.Errorf("%q, want %q in it", line, c.line)
			}
		})
	}
}
