package robots

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxBytes are read of a robots.txt (RFC 9309, section 2.5).
const MaxBytes = 500 << 10

// MaxDelay is the longest Crawl-delay that is obeyed.
const MaxDelay = 30 * time.Second

// Rules are what a robots.txt says to this program.
type Rules struct {
	rules []rule
	NoAI  bool          // a Content-Signal says ai-train=no
	Delay time.Duration // between two requests, 0 if it does not say; at most MaxDelay
}

type rule struct {
	pattern string // RFC 9309, section 2.2.3: * is anything, $ at the end is the end
	allow   bool
}

// Parse reads a robots.txt (RFC 9309, section 2.2) and keeps the rules of the
// groups for agents (lower case), or, if there are none, of those for everybody.
//
// The parser is our own because neither Go library can be trusted here: one reads
// an agent's name as a prefix, compares patterns by the length of their regular
// expressions and lets the first of two equal ones win; the other, a port of
// Google's, garbles digits in percent escapes, so that rules on names in other
// alphabets never match.
func Parse(text string, agents []string) *Rules {
	g := &groups{agents: agents}
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		g.line(line)
	}
	if g.everNamed {
		return &g.named
	}
	return &g.everybody
}

// Allows reports whether rules let a link be fetched, by its path and query: the
// longest rule that matches decides, and of two as long the one that allows.
func (r *Rules) Allows(path string) bool {
	path = normalEscapes(path)
	allow, disallow := 0, 0
	for _, rule := range r.rules {
		switch n := len(rule.pattern); {
		case rule.allow && n > allow && matches(path, rule.pattern):
			allow = n
		case !rule.allow && n > disallow && matches(path, rule.pattern):
			disallow = n
		}
	}
	return allow >= disallow
}

// Size is about what r takes in memory, in bytes.
func (r *Rules) Size() int {
	size := 64
	for _, rule := range r.rules {
		size += 32 + len(rule.pattern)
	}
	return size
}

// matches reports whether a pattern matches the beginning of a path, in
// linear time: half a megabyte of stars must not cost seconds a row.
func matches(path, pattern string) bool {
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
		case c == '%' && i+2 < len(path) && isHexDigit(path[i+1]) && isHexDigit(path[i+2]):
			b.WriteString(strings.ToUpper(path[i : i+3]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
