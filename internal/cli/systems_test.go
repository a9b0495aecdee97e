package cli

import (
	"bytes"
	"strings"
	"testing"
)

func TestWarnUntested(t *testing.T) {
	for system, warns := range map[string]bool{"linux": false, "darwin": false, "windows": true, "freebsd": true} {
		var said bytes.Buffer
		warnUntested(&said, system)
		if got := said.Len() > 0; got != warns || got && !strings.Contains(said.String(), system) {
			t.Errorf("%s: %q", system, said.String())
		}
	}
}
