package terminal

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

func TestHint(t *testing.T) {
	result := func(written, failed int64, reasons map[string]int64) Result {
		r := Result{Summary: summarize.Summary{}}
		r.Written, r.Failed, r.Reasons = written, failed, reasons
		return r
	}
	tests := []struct {
		name   string
		result Result
		proxy  string
		hints  bool
	}{
		{"nothing was reached", result(0, 3, map[string]int64{"dns": 2, "host_down": 1}), "", true},
		{"a proxy is used", result(0, 3, map[string]int64{"dns": 3}), "env", false},
		{"a host answered", result(0, 3, map[string]int64{"dns": 2, "http_4xx": 1}), "", false},
		{"a picture came", result(1, 3, map[string]int64{"dns": 3}), "", false},
		{"no rows", result(0, 0, nil), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("HTTPS_PROXY", "http://p.test:3128")
			got := Hint(tt.result, fetch.Options{Proxy: tt.proxy})
			if (got != "") != tt.hints || tt.hints && !strings.Contains(got, "--proxy=env") {
				t.Errorf("it says %q", got)
			}
		})
	}
}
