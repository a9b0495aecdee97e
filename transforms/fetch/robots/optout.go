package robots

import (
	"net/textproto"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// optOutDirectives are those of X-Robots-Tag that refuse machine learning. Those
// of search engines (noindex, noimageindex) say nothing of it.
var optOutDirectives = []string{"noai", "noimageai"}

// valuedDirectives are those that have a value of their own after a colon, where
// otherwise an agent's name stands before it.
var valuedDirectives = []string{"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}

// OptedOut returns an error of reason opted_out if an answer's header refuses
// machine learning: to all, or to one of agents, which are in lower case. It
// reads X-Robots-Tag and TDM-Reservation (W3C community group report
// "TDM Reservation Protocol", section 4).
func OptedOut(header textproto.MIMEHeader, agents []string) *reason.Error {
	if v := strings.TrimSpace(header.Get("TDM-Reservation")); v == "1" {
		return reason.Errorf(reason.OptedOut, "the answer's header says tdm-reservation: 1")
	}
	for _, value := range header.Values("X-Robots-Tag") {
		if directive := refusal(value, agents); directive != "" {
			return reason.Errorf(reason.OptedOut, "the answer's header says X-Robots-Tag: %s", directive)
		}
	}
	return nil
}

// refusal returns the directive of one X-Robots-Tag value that refuses machine
// learning to one of agents, "" if none does. The value is a list of directives
// separated by commas. A name with a colon before a directive makes it, and what
// follows up to the next such name, that agent's alone; the name * is everybody.
func refusal(value string, agents []string) string {
	ours := true
	for part := range strings.SplitSeq(value, ",") {
		directive := strings.ToLower(strings.TrimSpace(part))
		if name, rest, found := strings.Cut(directive, ":"); found {
			name = strings.TrimSpace(name)
			switch {
			case slices.Contains(valuedDirectives, name):
				continue
			case slices.Contains(optOutDirectives, name): // "noai: true" can only mean one thing
				directive = name
			case !isAgentName(name): // a piece of a date that has commas
				continue
			default:
				ours = name == "*" || slices.Contains(agents, name)
				directive = strings.TrimSpace(rest)
			}
		}
		if ours && slices.Contains(optOutDirectives, directive) {
			return directive
		}
	}
	return ""
}

// isAgentName reports whether a name before a colon can be an agent's: one word,
// and not a number.
func isAgentName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " \t") && strings.Trim(name, "0123456789") != ""
}
