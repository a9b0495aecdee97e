package store

import "strings"

// Scheme returns what stands before "://", or "" for a plain path. A scheme
// is a letter, then letters, digits, "+", "-" or "." (RFC 3986, 3.1).
func Scheme(uri string) string {
	s, _, found := strings.Cut(uri, "://")
	if !found || s == "" {
		return ""
	}
	for i, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		other := '0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'
		if !letter && (i == 0 || !other) {
			return ""
		}
	}
	return s
}
