package fetch

import (
	"net/http"
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

// optedOut returns an error of reason opted_out if an answer's header refuses
// machine learning: to all, or to one of agents, which are in lower case. It
// reads X-Robots-Tag and TDM-Reservation (W3C community group report
// "TDM Reservation Protocol", section 4).
func optedOut(header http.Header, agents []string) *reason.Error {
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

// agentNames are the names that this program answers to in robots.txt and
// X-Robots-Tag, in lower case: that of the User-Agent, and its own, so that an
// owner who refuses the program refuses it under any name.
func agentNames(userAgent string) []string {
	names := []string{"beamcrop"}
	if own := strings.ToLower(productName(userAgent)); own != "" && own != names[0] {
		names = append(names, own)
	}
	return names
}

// productName is the first product of a User-Agent; of one that begins as a
// browser's does, the product that it declares itself as: "Mozilla/5.0
// (compatible; examplebot/1.0; +https://example.org)".
func productName(userAgent string) string {
	if _, declared, ok := strings.Cut(userAgent, "compatible;"); ok {
		userAgent = declared
	}
	userAgent = strings.TrimSpace(userAgent)
	end := strings.IndexFunc(userAgent, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
	})
	if end >= 0 {
		return userAgent[:end]
	}
	return userAgent
}
