package terminal

import (
	"testing"

	"github.com/beamcrop/beamcrop/transforms/summarize"
)

func TestAdvice(t *testing.T) {
	for name, c := range map[string]struct {
		reasons       map[string]int64
		detail, proxy string
		env           string // HTTPS_PROXY
		want          string
	}{
		"private servers": {
			reasons: map[string]int64{"blocked_address": 200}, detail: "10.0.0.1 is private",
			want: `all 200 failed for blocked_address, such as "10.0.0.1 is private": if you trust the servers on your own network, add --allow_private; if it is the port that is refused, see --allowed_ports`,
		},
		"no network": {
			reasons: map[string]int64{"dns": 380, "host_down": 120},
			want:    "no server could be reached (dns): check this machine's network and, if it needs one, name a proxy with --proxy",
		},
		"a proxy that is not used": {
			reasons: map[string]int64{"connect": 3}, env: "http://127.0.0.1:9",
			want: "no server could be reached (connect): HTTPS_PROXY is set: to download pictures through that proxy, add --proxy=env",
		},
		"a proxy that is down": {
			reasons: map[string]int64{"connect": 3}, proxy: "http://127.0.0.1:9",
			want: "no server could be reached (connect): check that the proxy http://127.0.0.1:9 works",
		},
		"rows that cannot be read": {
			reasons: map[string]int64{"invalid_row": 50, "http_4xx": 10}, detail: "the box is not JSON",
			want: `50 of 60 failed for invalid_row, such as "the box is not JSON": see with --dry_run whether the right columns are read`,
		},
		"boxes in other units": {
			reasons: map[string]int64{"box_outside": 60},
			want:    "all 60 failed for box_outside: see with --preview=12 whether the boxes are read right, or say what they are with --box_format and --box_units",
		},
		"one row": {
			reasons: map[string]int64{"decode": 1},
			want:    "the only one failed for decode: all details are in out/failures",
		},
		"all else": {
			reasons: map[string]int64{"http_4xx": 60},
			want:    "all 60 failed for http_4xx: all details are in out/failures",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
				t.Setenv(variable, "")
			}
			t.Setenv("HTTPS_PROXY", c.env)
			s := summarize.Summary{Reasons: c.reasons}
			for _, n := range c.reasons {
				s.Failed += n
			}
			if got := adviceOn(s, c.detail, c.proxy, "out"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
