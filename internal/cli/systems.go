package cli

import (
	"fmt"
	"io"
	"slices"
)

// tested are the systems that the tests run on, and one so much like them that
// little can differ.
var tested = []string{"linux", "darwin"}

// warnUntested says that the program is on another system.
func warnUntested(to io.Writer, system string) {
	if !slices.Contains(tested, system) {
		_, _ = fmt.Fprintf(to, "warning: beamcrop is not tested on %s: check what it writes with --verify, or use WSL or the container image\n", system)
	}
}
