package pipeline

import (
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
)

func TestFindCaptions(t *testing.T) {
	several := []table.Row{{Caption: "a", HasCaption: true}, {Caption: "a", HasCaption: true, Captions: []string{"a", "b"}}}
	for name, c := range map[string]struct {
		columns rows.Columns
		sample  []table.Row
		keep    []string
		text    string
	}{
		"one each":         {rows.Columns{Caption: "c", KeepAll: true}, several[:1], nil, ""},
		"several":          {rows.Columns{Caption: "c", KeepAll: true}, several, []string{"c"}, "the first of each list (--captions=first; the lists are kept)"},
		"nothing is kept":  {rows.Columns{Caption: "c"}, several, nil, "the lists are not kept"},
		"others are kept":  {rows.Columns{Caption: "c", Keep: []string{"d"}}, several, []string{"d"}, "the lists are not kept"},
		"the list is kept": {rows.Columns{Caption: "c", Keep: []string{"c"}}, several, []string{"c"}, "the lists are kept"},
	} {
		t.Run(name, func(t *testing.T) {
			j := job{options: Defaults(), columns: c.columns}
			j.findCaptions(c.sample)
			if !slices.Equal(j.columns.Keep, c.keep) {
				t.Errorf("keeps %q, want %q", j.columns.Keep, c.keep)
			}
			if text := j.captionsText(); !strings.Contains(text, c.text) || (text == "") != (c.text == "") {
				t.Errorf("%q, want %q", text, c.text)
			}
		})
	}
}
