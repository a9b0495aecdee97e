package robots

import "strings"

// AgentNames are the names that this program answers to in robots.txt and
// X-Robots-Tag, in lower case: that of the User-Agent, and its own, so that an
// owner who refuses the program refuses it under any name.
func AgentNames(userAgent string) []string {
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
