package robots

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// groups collects rules while a robots.txt is read, line by line.
type groups struct {
	agents           []string
	everybody, named Rules
	everNamed        bool // a group names one of agents
	forAll, forUs    bool // of the group at hand
	inRules          bool // its agents are complete
}

// line reads one line. What is no record of a known kind is left out.
func (g *groups) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, found := strings.Cut(line, ":")
	if !found { // some forget the colon
		words := strings.Fields(line)
		if len(words) != 2 {
			return
		}
		key, value = words[0], words[1]
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent", "useragent", "user agent":
		g.agent(value)
	case "allow":
		g.allow(normalEscapes(value))
	case "disallow", "dissallow", "dissalow", "disalow", "diaslow", "diasllow", "disallaw": // as Google's reads them
		g.add(rule{normalEscapes(value), false})
	case "crawl-delay":
		g.delay(value)
	case "content-signal":
		g.signal(value)
	}
}

// agent begins a group, or adds an agent to one that has no rules yet.
func (g *groups) agent(name string) {
	if g.inRules {
		g.forAll, g.forUs, g.inRules = false, false, false
	}
	if name == "*" || strings.HasPrefix(name, "* ") {
		g.forAll = true
		return
	}
	if slices.Contains(g.agents, strings.ToLower(productName(name))) {
		g.forUs, g.everNamed = true, true
	}
}

// allow adds a rule, and for ".../index.html" one for the folder itself.
func (g *groups) allow(pattern string) {
	g.add(rule{pattern, true})
	if slash := strings.LastIndexByte(pattern, '/'); slash >= 0 && strings.HasPrefix(pattern[slash:], "/index.htm") {
		g.add(rule{pattern[:slash+1] + "$", true})
	}
}

// delay reads a number of seconds. It is no part of RFC 9309.
func (g *groups) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return
	}
	delay := time.Duration(min(seconds, MaxDelay.Seconds()) * float64(time.Second))
	if r := g.current(); r != nil {
		r.Delay = max(r.Delay, delay)
	}
}

// signal reads a list of uses, each with yes or no (contentsignals.org). One that
// does not say yes or no says nothing.
func (g *groups) signal(value string) {
	g.inRules = true
	r := g.current()
	if r == nil {
		return
	}
	for part := range strings.SplitSeq(strings.ToLower(value), ",") {
		use, answer, _ := strings.Cut(part, "=")
		if strings.TrimSpace(use) == "ai-train" && strings.TrimSpace(answer) == "no" {
			r.NoAI = true
		}
	}
}

func (g *groups) add(rule rule) {
	g.inRules = true
	if r := g.current(); r != nil && rule.pattern != "" { // an empty one says nothing
		r.rules = append(r.rules, rule)
	}
}

// current are the rules that the group at hand is for, nil if it is for others.
func (g *groups) current() *Rules {
	switch {
	case g.forUs:
		return &g.named
	case g.forAll:
		return &g.everybody
	}
	return nil
}
