package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows"
)

func TestCheckLinks(t *testing.T) {
	cells := func(n int, format string) []rows.Row {
		sample := make([]rows.Row, n)
		for i := range sample {
			sample[i].URL = format
			if strings.Contains(format, "%") {
				sample[i].URL = fmt.Sprintf(format, i)
			}
		}
		return sample
	}
	for name, c := range map[string]struct {
		sample []rows.Row
		fails  bool
	}{
		"no rows":            {nil, false},
		"links":              {cells(1000, "https://h.example/%d.jpg"), false},
		"empty cells":        {cells(1000, ""), false},
		"filler":             {cells(1000, "UNKNOWN"), false},
		"few captions":       {cells(fewLinks-1, "cat %d"), false},
		"captions":           {cells(fewLinks, "cat %d"), true},
		"captions, one link": {append(cells(999, "cat %d"), rows.Row{URL: "https://h.example/1.jpg"}), false},
		"a second link":      {append(cells(999, "cat %d"), rows.Row{URL: "UNKNOWN, https://h.example/1.jpg"}), false},
		"other schemes":      {cells(1000, "s3://bucket/%d.jpg"), true},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkLinks(c.sample)
			if (err != nil) != c.fails || c.fails && (!strings.Contains(err.Error(), "--url_column") || strings.Contains(err.Error(), "invalid_url")) {
				t.Errorf("got %v, want an error: %v", err, c.fails)
			}
		})
	}
}
