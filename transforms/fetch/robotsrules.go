package fetch

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jimsmart/grobotstxt"
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

// parseRobots reads a robots.txt as Google's crawler does, typing errors included,
// and keeps the rules of the groups for agents (lower case), or, if there are
// none, of those for everybody.
func parseRobots(text string, agents []string) *robotsRules {
	g := &robotsGroups{agents: agents}
	grobotstxt.Parse(text, g)
	if g.everNamed {
		return &g.named
	}
	return &g.everybody
}

// allows reports whether rules let a link be fetched, by its path and query: the
// longest rule that matches decides, and of two as long the one that allows.
func (r *robotsRules) allows(path string) bool {
	path = upperEscapes(path)
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

// matchesRobots is grobotstxt.Matches in linear time: a file of half a megabyte
// of stars must not cost seconds a row.
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

// upperEscapes writes the hex digits of percent escapes as the parser does those
// of patterns.
func upperEscapes(path string) string {
	if !strings.Contains(path, "%") {
		return path
	}
	b := []byte(path)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isHex(b[i+1]) && isHex(b[i+2]) {
			copy(b[i+1:i+3], strings.ToUpper(string(b[i+1:i+3])))
		}
	}
	return string(b)
}

// robotsGroups collects rules while a file is parsed. It is a
// grobotstxt.ParseHandler.
type robotsGroups struct {
	agents           []string
	everybody, named robotsRules
	everNamed        bool // a group names one of agents
	forAll, forUs    bool // of the group at hand
	inRules          bool // its agents are complete
}

// HandleRobotsStart is called first.
func (g *robotsGroups) HandleRobotsStart() {}

// HandleRobotsEnd is called last.
func (g *robotsGroups) HandleRobotsEnd() {}

// HandleSitemap is called for what is of no interest here.
func (g *robotsGroups) HandleSitemap(int, string) {}

// HandleUserAgent begins a group, or adds an agent to one that has no rules yet.
func (g *robotsGroups) HandleUserAgent(_ int, agent string) {
	if g.inRules {
		g.forAll, g.forUs, g.inRules = false, false, false
	}
	if agent == "*" || strings.HasPrefix(agent, "* ") || strings.HasPrefix(agent, "*\t") {
		g.forAll = true
		return
	}
	if slices.Contains(g.agents, strings.ToLower(productName(agent))) {
		g.forUs, g.everNamed = true, true
	}
}

// HandleAllow adds a rule, and for ".../index.html" the folder itself.
func (g *robotsGroups) HandleAllow(_ int, pattern string) {
	g.add(robotsRule{pattern, true})
	if slash := strings.LastIndexByte(pattern, '/'); slash >= 0 && strings.HasPrefix(pattern[slash:], "/index.htm") {
		g.add(robotsRule{pattern[:slash+1] + "$", true})
	}
}

// HandleDisallow adds a rule.
func (g *robotsGroups) HandleDisallow(_ int, pattern string) { g.add(robotsRule{pattern, false}) }

// HandleUnknownAction reads Crawl-delay, in seconds, which is no part of RFC 9309.
func (g *robotsGroups) HandleUnknownAction(_ int, action, value string) {
	if !strings.EqualFold(action, "crawl-delay") {
		return
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return
	}
	delay := time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
	for _, r := range g.current() {
		r.delay = max(r.delay, delay)
	}
}

func (g *robotsGroups) add(rule robotsRule) {
	g.inRules = true
	if rule.pattern == "" { // says nothing
		return
	}
	for _, r := range g.current() {
		r.rules = append(r.rules, rule)
	}
}

// current are the rules that the group at hand is for.
func (g *robotsGroups) current() []*robotsRules {
	switch {
	case g.forUs:
		return []*robotsRules{&g.named}
	case g.forAll:
		return []*robotsRules{&g.everybody}
	}
	return nil
}
