package pipeline

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/option"
)

// inputs is the value of --input, which may be repeated.
type inputs struct{ patterns *[]string }

func (i inputs) Set(text string) error {
	for _, pattern := range option.SplitList(text) {
		pattern, err := files.ExpandHome(pattern)
		if err != nil {
			return err
		}
		*i.patterns = append(*i.patterns, pattern)
	}
	return nil
}

func (i inputs) String() string {
	if i.patterns == nil {
		return ""
	}
	return option.JoinList(*i.patterns)
}

// secretNames are what parameters of links are called that open what nobody else
// should: those of signed links, and tokens.
var secretNames = regexp.MustCompile(`(?i)sig|token|key|secret|credential|passw|auth`)

// withoutSecrets removes passwords and signatures from a list of links.
func withoutSecrets(list string) string {
	items := option.SplitList(list)
	for i, item := range items {
		link, err := url.Parse(item)
		if err != nil || !strings.Contains(item, "://") || link.User == nil && link.RawQuery == "" {
			continue
		}
		link.User = nil
		var shown []string
		for parameter := range strings.SplitSeq(link.RawQuery, "&") {
			if name, _, _ := strings.Cut(parameter, "="); !secretNames.MatchString(name) {
				shown = append(shown, parameter)
			}
		}
		link.RawQuery = strings.Join(shown, "&")
		items[i] = link.String()
	}
	return option.JoinList(items)
}
