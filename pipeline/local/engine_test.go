package local

import (
	"strings"
	"testing"
)

func TestFlagsThatCannotBeMeant(t *testing.T) {
	for name, c := range map[string]struct {
		flags map[string]string
		says  string // "" = nothing is wrong
	}{
		"none":           {map[string]string{"async": "false"}, ""},
		"detached":       {map[string]string{"async": "true"}, "--async needs --runner"},
		"endpoint alone": {map[string]string{"endpoint": "localhost:8099"}, "needs --runner=flink"},
		"type alone":     {map[string]string{"environment_type": "PROCESS"}, "needs --runner=flink"},
	} {
		t.Run(name, func(t *testing.T) {
			err := check(func(name string) string { return c.flags[name] })
			if c.says == "" && err == nil {
				return
			}
			if err == nil || c.says == "" || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v; want an error of one line that says %q", err, c.says)
			}
		})
	}
}
