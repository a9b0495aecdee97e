package robots

import (
	"slices"
	"testing"
)

func TestAgentNames(t *testing.T) {
	for agent, want := range map[string][]string{
		"beamcrop/devel (+https://h)":                      {"beamcrop"},
		"ExampleBot/2.0 (+mailto:a@b.test)":                {"beamcrop", "examplebot"},
		"Mozilla/5.0 (compatible; My-Bot/1.0; +https://h)": {"beamcrop", "my-bot"},
		"(nothing)": {"beamcrop"},
		"one":       {"beamcrop", "one"},
	} {
		if got := AgentNames(agent); !slices.Equal(got, want) {
			t.Errorf("%q answers to %q, want %q", agent, got, want)
		}
	}
}
