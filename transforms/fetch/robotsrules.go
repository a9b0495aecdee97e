package fetch

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxRobots     = 500 << 10 // bytes of a robots.txt that are read (RFC 9309, section 2.5)
	maxCrawlDelay = 30 * time.Second
)

// robotsRules are what a robots.txt says to this program.
type robotsRules struct {
	rules []robotsRule
	delay time.Duration // between two requests, 0 if it does not say; at most maxCrawlDelay
}

type robotsRule struct {
	pattern string // RFC 9309, section 2.2.3: * is anything, $ at the end is the end
	allow   bool
}

// parseRobots reads a robots.txt (RFC 9309, section 2.2) and keeps the rules of the
// groups for agents (lower case), or, if there are none, of those for everybody.
//
// The parser is our own because neither Go library can be trusted here: one reads
// an agent's name as a prefix, compares patterns by the length of their regular
// expressions and lets the first of two equal ones win; the other, a port of
// Google's, garbles digits in percent escapes, so that rules on names in other
// alphabets never match.
func parseRobots(text string, agents []string) *robotsRules {
	g := &robotsGroups{agents: agents}
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		g.line(line)
	}
	if g.everNamed {
		return &g.named
	}
	return &g.everybody
}

// allows reports whether rules let a link be fetched, by its path and query: the
// longest rule that matches decides, and of two as long the one that allows.
func (r *robotsRules) allows(path string) bool {
	path = normalEscapes(path)
	allow, disallow := 0, 0
	for _, rule := range r.rules {
		switch n := len(rule.pattern); {
		case rule.allow && n > allow && matchesRobots(path, rule.pattern):
			allow = n
		case !rule.allow && n > disallow && matchesRobots(path, rule.pattern):
			disallow = n
		}
	}
	return allow >= disallow
}

// size is about what r takes in memory, in bytes.
func (r *robotsRules) size() int {
	size := 64
	for _, rule := range r.rules {
		size += 32 + len(rule.pattern)
	}
	return size
}

// matchesRobots reports whether a pattern matches the beginning of a path, in
// linear time: half a megabyte of stars must not cost seconds a row.
func matchesRobots(path, pattern string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	part, rest, star := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, part)
	for ok && star {
		part, rest, star = strings.Cut(rest, "*")
		if !star && whole {
			return strings.HasSuffix(path, part)
		}
		_, path, ok = strings.Cut(path, part)
	}
	return ok && (!whole || path == "")
}

// normalEscapes writes a path or pattern so that two can be compared byte by byte:
// what is beyond ASCII is escaped, and hex digits are in upper case.
func normalEscapes(path string) string {
	if strings.IndexFunc(path, func(r rune) bool { return r == '%' || r >= utf8.RuneSelf }) < 0 {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c >= utf8.RuneSelf:
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '%' && i+2 < len(path) && isHex(path[i+1]) && isHex(path[i+2]):
			b.WriteString(strings.ToUpper(path[i : i+3]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
