package terminal

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// Lines of a log begin with the time of day; those for a program do not.
func TestDisplayLines(t *testing.T) {
	for mode, want := range map[string]string{
		"plain": `^\d\d:\d\d:\d\d a job\n\d\d:\d\d:\d\d warning: mind\n\d\d:\d\d:\d\d a note\n$`,
		"auto":  `^\d\d:\d\d:\d\d a job\n`,
		"json":  `^a job\nwarning: mind\na note\n$`,
		"off":   `^$`,
	} {
		t.Run(mode, func(t *testing.T) {
			var said bytes.Buffer
			d := Start(&said, mode, Opening{Job: "a job", Warnings: []string{"mind"}}, progress.Of("TestDisplayLines "+mode))
			d.Say("a note")
			d.Stop()
			if !regexp.MustCompile(want).MatchString(said.String()) {
				t.Errorf("%q does not match %s", said.String(), want)
			}
		})
	}
}
