package robots

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestOptedOut(t *testing.T) {
	tests := []struct {
		name   string
		header map[string][]string
		out    bool
	}{
		{"nothing", nil, false},
		{"noai", map[string][]string{"X-Robots-Tag": {"noai"}}, true},
		{"noimageai", map[string][]string{"X-Robots-Tag": {"noimageai"}}, true},
		{"upper case", map[string][]string{"X-Robots-Tag": {"NoAI"}}, true},
		{"in a list", map[string][]string{"X-Robots-Tag": {"noarchive , noai"}}, true},
		{"in a second line", map[string][]string{"X-Robots-Tag": {"noindex", "noimageai"}}, true},
		{"search engines' own", map[string][]string{"X-Robots-Tag": {"noindex, noimageindex, none, nofollow"}}, false},
		{"a longer word", map[string][]string{"X-Robots-Tag": {"noaixyz"}}, false},
		{"named", map[string][]string{"X-Robots-Tag": {"beamcrop: noai"}}, true},
		{"named by the user's name", map[string][]string{"X-Robots-Tag": {"ExampleBot: noindex, noai"}}, true},
		{"everybody", map[string][]string{"X-Robots-Tag": {"*: noai"}}, true},
		{"another's", map[string][]string{"X-Robots-Tag": {"otherbot: noai, noimageai"}}, false},
		{"another's, then ours", map[string][]string{"X-Robots-Tag": {"otherbot: noindex, beamcrop: noai"}}, true},
		{"ours, then another's", map[string][]string{"X-Robots-Tag": {"beamcrop: noindex, otherbot: noai"}}, false},
		{"another's line, then everybody's", map[string][]string{"X-Robots-Tag": {"otherbot: noindex", "noai"}}, true},
		{"after a date", map[string][]string{"X-Robots-Tag": {"unavailable_after: 25 Jun 2027 15:00:00 PST, noai"}}, true},
		{"after a date with commas", map[string][]string{"X-Robots-Tag": {"unavailable_after: Friday, 25-Jun-27 15:00:00 GMT, noai"}}, true},
		{"after a time alone", map[string][]string{"X-Robots-Tag": {"unavailable_after: Friday, 15:00, noai"}}, true},
		{"a date alone", map[string][]string{"X-Robots-Tag": {"unavailable_after: Friday, 25-Jun-27 15:00:00 GMT"}}, false},
		{"after values", map[string][]string{"X-Robots-Tag": {"max-snippet: 0, max-image-preview: large, noai"}}, true},
		{"another's with values", map[string][]string{"X-Robots-Tag": {"otherbot: max-snippet: 0, noai"}}, false},
		{"with a value", map[string][]string{"X-Robots-Tag": {"noai: true"}}, true},
		{"spaces", map[string][]string{"X-Robots-Tag": {"  beamcrop :  noai  "}}, true},
		{"empty parts", map[string][]string{"X-Robots-Tag": {",,:,: ,noai"}}, true},
		{"tdm", map[string][]string{"Tdm-Reservation": {"1"}}, true},
		{"tdm with a policy", map[string][]string{"Tdm-Reservation": {" 1 "}, "Tdm-Policy": {"https://h/policy.json"}}, true},
		{"no tdm", map[string][]string{"Tdm-Reservation": {"0"}}, false},
	}
	agents := AgentNames("ExampleBot/2.0 (+https://example.org/bot)")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := OptedOut(tt.header, agents)
			if (err != nil) != tt.out || err != nil && (err.Reason != reason.OptedOut || err.Retry) {
				t.Errorf("got %v, want refused %t", err, tt.out)
			}
		})
	}
}

func FuzzOptOut(f *testing.F) {
	for _, seed := range []string{"noai", "beamcrop: noai, other: noindex", "unavailable_after: Fri, 25-Jun-27 15:00:00 GMT", ":", "*:,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		agents := []string{"beamcrop"}
		got := refusal(value, agents)
		if got != "" && !strings.Contains(strings.ToLower(value), got) {
			t.Errorf("%q refuses by %q", value, got)
		}
		if strings.ContainsAny(value, ",:") {
			return
		}
		if again := refusal("otherbot: "+value, agents); again != "" {
			t.Errorf("%q for another refuses by %q", value, again)
		}
		if named := refusal("beamcrop: "+value, agents); named != got {
			t.Errorf("%q refuses by %q, named by %q", value, got, named)
		}
	})
}
