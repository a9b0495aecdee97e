package robots

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseRobots(t *testing.T) {
	tests := []struct {
		name, text, path string
		allowed          bool
	}{
		{"empty", "", "/a", true},
		{"everybody", "User-agent: *\nDisallow: /", "/a", false},
		{"everybody, elsewhere", "User-agent: *\nDisallow: /b", "/a", true},
		{"ours goes before everybody's", "User-agent: *\nDisallow: /\n\nUser-agent: beamcrop\nAllow: /", "/a", true},
		{"ours by the user's name", "User-agent: examplebot\nDisallow: /\n", "/a", false},
		{"ours with a version", "User-agent: BeamCrop/1.0\nDisallow: /\n", "/a", false},
		{"another's", "User-agent: otherbot\nDisallow: /", "/a", true},
		{"a longer name", "User-agent: beamcropper\nDisallow: /", "/a", true},
		{"a shorter name", "User-agent: beam\nDisallow: /", "/a", true},
		{"groups of one name are one", "User-agent: beamcrop\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: beamcrop\nDisallow: /b", "/b", false},
		{"agents share a group", "User-agent: otherbot\nUser-agent: beamcrop\nDisallow: /", "/a", false},
		{"ours allows all by nothing", "User-agent: *\nDisallow: /\nUser-agent: beamcrop\nDisallow:", "/a", true},
		{"longest rule", "User-agent: *\nDisallow: /img\nAllow: /img/public", "/img/public/a.jpg", true},
		{"longest rule, order", "User-agent: *\nAllow: /img\nDisallow: /img/private", "/img/private/a.jpg", false},
		{"as long: allow", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"star", "User-agent: *\nDisallow: /*/private/", "/x/private/a", false},
		{"end", "User-agent: *\nDisallow: /*.jpg$", "/x.jpg", false},
		{"not the end", "User-agent: *\nDisallow: /*.jpg$", "/x.jpg?v=2", true},
		{"query", "User-agent: *\nDisallow: /*?session=", "/a?session=7", false},
		{"escapes", "User-agent: *\nDisallow: /b%c3%bccher", "/b%C3%BCcher/1", false},
		{"escapes of the link", "User-agent: *\nDisallow: /bücher", "/b%c3%bccher/1", false},
		{"typing error", "useragent: *\ndissalow: /", "/a", false},
		{"byte order mark, CR", "\xef\xbb\xbfUser-agent: *\r\nDisallow: /a\r\n", "/a", false},
		{"comment", "User-agent: * # all\nDisallow: /a # private", "/a", false},
		{"HTML", "<!DOCTYPE html><html><body>User-agent: *</body></html>", "/a", true},
		{"index.html is the folder", "User-agent: *\nDisallow: /\nAllow: /x/index.html", "/x/", true},
	}
	agents := AgentNames("examplebot/1")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Parse(tt.text, agents).Allows(tt.path); got != tt.allowed {
				t.Errorf("allowed %t, want %t", got, tt.allowed)
			}
		})
	}
}

// The first is what Cloudflare writes for its customers.
func TestContentSignal(t *testing.T) {
	for text, refused := range map[string]bool{
		"User-agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /\n":                true,
		"User-Agent: *\ncontent-signal: AI-Train = No , search=yes":                        true,
		"User-agent: beamcrop\nContent-Signal: ai-train=no":                                true,
		"User-agent: *\nContent-Signal: search=no, ai-input=no":                            false,
		"User-agent: *\nContent-Signal: ai-train=yes":                                      false,
		"User-agent: *\nContent-Signal: ai-train":                                          false,
		"User-agent: otherbot\nContent-Signal: ai-train=no":                                false,
		"User-agent: *\nContent-Signal: ai-train=no\nUser-agent: beamcrop\nAllow: /":       false,
		"User-agent: *\nContent-Signal: ai-train=no\nUser-agent: otherbot\nDisallow: /x\n": true,
		"# As a condition of accessing this website: ai-train=no\nUser-agent: *\nAllow: /": false,
	} {
		r := Parse(text, AgentNames("examplebot/1"))
		if r.NoAI != refused || !r.Allows("/x") {
			t.Errorf("%q: refused %t, allowed %t", text, r.NoAI, r.Allows("/x"))
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2":                                           2 * time.Second,
		"User-agent: *\ncrawl-delay: 0.5\nDisallow: /x":                           500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400":                                       MaxDelay,
		"User-agent: *\nCrawl-delay: -1":                                          0,
		"User-agent: *\nCrawl-delay: NaN":                                         0,
		"User-agent: *\nCrawl-delay: soon":                                        0,
		"User-agent: otherbot\nCrawl-delay: 9":                                    0,
		"User-agent: *\nCrawl-delay: 9\n\nUser-agent: beamcrop\nCrawl-delay: 1.5": 1500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 9\n\nUser-agent: beamcrop\nDisallow:":        0,
	} {
		if got := Parse(text, AgentNames("")).Delay; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// matchesPlainly is the definition: a table of which beginnings of the pattern
// match which beginnings of the path.
func matchesPlainly(path, pattern string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	ends := make([]bool, len(path)+1)
	ends[0] = true
	for i := range len(pattern) {
		next := make([]bool, len(path)+1)
		for j, reached := range ends {
			switch {
			case pattern[i] == '*':
				next[j] = reached || j > 0 && next[j-1]
			case reached && j < len(path) && path[j] == pattern[i]:
				next[j+1] = true
			}
		}
		ends = next
	}
	return ends[len(path)] || !whole && slices.Contains(ends, true)
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 3", "/axb?c")
	f.Add("useragent:\t* x\nallow: *\n\ndisallow /\r\n", "/%c3%bc")
	f.Add("User-agent: beamcrop\nAllow: /x/index.html", "/x/")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := Parse(text, []string{"beamcrop"})
		if rules.Delay < 0 || rules.Delay > MaxDelay {
			t.Errorf("a delay of %v", rules.Delay)
		}
		rules.Allows(path)
		for _, rule := range rules.rules {
			if len(path)*len(rule.pattern) > 1<<12 {
				continue
			}
			if got, want := matches(path, rule.pattern), matchesPlainly(path, rule.pattern); got != want {
				t.Errorf("%q matches %q: %t, plainly %t", rule.pattern, path, got, want)
			}
		}
	})
}
