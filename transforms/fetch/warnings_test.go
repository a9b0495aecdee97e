package fetch

import (
	"strings"
	"testing"
)

func TestWarnings(t *testing.T) {
	for name, tt := range map[string]struct {
		options Options
		want    string // in the only warning; "" for none
	}{
		"defaults":          {Defaults(), ""},
		"a link":            {Options{UserAgent: "mybot/1 (+https://example.org/bot)"}, ""},
		"a mail address":    {Options{UserAgent: "mybot/1 (me@example.org)"}, ""},
		"no contact":        {Options{UserAgent: "mybot/1"}, "names no contact"},
		"too many requests": {Options{Concurrency: 1 << 30}, "ulimit -n"},
		"a proxy":           {Options{Proxy: "env"}, "private addresses"},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.options.Warnings()
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckMachine(t *testing.T) {
	for limit, enough := range map[int]bool{16: false, leastDescriptors - 1: false, leastDescriptors: true, 1 << 20: true} {
		if err := checkDescriptors(limit); (err == nil) != enough {
			t.Errorf("%d descriptors: %v", limit, err)
		}
	}
}
