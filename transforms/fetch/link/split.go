package link

import (
	"strings"
	"unicode"
)

// maxLinks are tried of one cell, lest one row ask for a hundred thousand pages.
const maxLinks = 32

// Split returns the links of a cell that may hold several, in order, and of very
// many the first maxLinks. Links are separated by a comma and white space, or by a
// comma or a line's end right before the next http:// or https://. Empty parts and the filler UNKNOWN, in any case, are
// dropped.
//
// A comma inside a link stays. So does a comma with white space where no link
// follows an http link ("http://h/Doe, John.jpg"): what would be split off could
// never be fetched, and what remained would be another address.
func Split(cell string) []string {
	var links []string
	for rest, more := cell, true; more && len(links) < maxLinks; {
		var part string
		part, rest, more = cutLink(rest)
		if part != "" && !isFiller(part) {
			links = append(links, part)
		}
	}
	return links
}

// cutLink splits s at its first separator.
func cutLink(s string) (part, rest string, found bool) {
	for i := range len(s) {
		if s[i] == ',' && separates(strings.TrimSpace(s[:i]), s[i+1:]) ||
			(s[i] == '\n' || s[i] == '\r') && hasHTTP(strings.TrimLeftFunc(s[i+1:], unicode.IsSpace)) {
			return strings.TrimFunc(s[:i], isFilling), s[i+1:], true
		}
	}
	return strings.TrimFunc(s, isFilling), "", false
}

// separates reports whether a comma between before and after ends a link.
func separates(before, after string) bool {
	next := strings.TrimLeftFunc(after, unicode.IsSpace)
	switch {
	case hasHTTP(next), before == "", isFiller(before):
		return true
	case len(next) == len(after):
		return false
	}
	word, _, _ := strings.Cut(next, ",")
	word = strings.TrimSpace(word)
	return word == "" || isFiller(word) || strings.Contains(word, "://") || !hasHTTP(before)
}

// isFilling reports what may stand around a link in a cell.
func isFilling(r rune) bool { return r == ',' || unicode.IsSpace(r) }

func isFiller(part string) bool { return strings.EqualFold(part, "UNKNOWN") }

// hasHTTP reports whether s starts as an absolute http or https link does.
func hasHTTP(s string) bool { return hasPrefixFold(s, "http://") || hasPrefixFold(s, "https://") }

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
