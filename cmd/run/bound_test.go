package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A run that did nothing but wait for one host's turn says so, and what would help.
func TestBoundByAHost(t *testing.T) {
	web := startWeb(t, testweb.Options{Hosts: 1})
	input := writeDataset(t, good(web, 25, testweb.Picture{Width: 64, Height: 64}))
	r := mustRun(t, flags(impatient, "--input="+input, "--output="+filepath.Join(t.TempDir(), "out"), "--host_rate=5")...)
	for _, want := range []string{"bound by ", "hosts' limits: ", "mostly 127.0.0.1:", "if its owner agrees, --host_rate=10"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, r.stdout)
		}
	}
}
