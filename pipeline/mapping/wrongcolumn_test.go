package mapping

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
)

func TestCheckLinks(t *testing.T) {
	cells := func(n int, format string) []table.Row {
		sample := make([]table.Row, n)
		for i := range sample {
			sample[i].URL = format
			if strings.Contains(format, "%") {
				sample[i].URL = fmt.Sprintf(format, i)
			}
		}
		return sample
	}
	for name, c := range map[string]struct {
		sample []table.Row
		fails  bool
	}{
		"no rows":            {nil, false},
		"links":              {cells(1000, "https://h.example/%d.jpg"), false},
		"empty cells":        {cells(1000, ""), false},
		"filler":             {cells(1000, "UNKNOWN"), false},
		"few captions":       {cells(fewCells-1, "cat %d"), false},
		"captions":           {cells(fewCells, "cat %d"), true},
		"captions, one link": {append(cells(999, "cat %d"), table.Row{URL: "https://h.example/1.jpg"}), false},
		"a second link":      {append(cells(999, "cat %d"), table.Row{URL: "UNKNOWN, https://h.example/1.jpg"}), false},
		"other schemes":      {cells(1000, "s3://bucket/%d.jpg"), true},
	} {
		t.Run(name, func(t *testing.T) {
			err := CheckLinks(c.sample)
			if (err != nil) != c.fails || c.fails && (!strings.Contains(err.Error(), "--url_column") || strings.Contains(err.Error(), "invalid_url")) {
				t.Errorf("got %v, want an error: %v", err, c.fails)
			}
		})
	}
}

func TestCheckHashes(t *testing.T) {
	cells := func(n int, cell any) []table.Row {
		sample := make([]table.Row, n)
		for i := range sample {
			sample[i].Also = []any{"a cat", cell}
		}
		return sample
	}
	md5 := "d41d8cd98f00b204e9800998ecf8427e"
	for name, c := range map[string]struct {
		sample []table.Row
		fails  bool
	}{
		"no rows":            {nil, false},
		"hashes":             {cells(1000, md5), false},
		"nulls":              {cells(1000, nil), false},
		"blank cells":        {cells(1000, " "), false},
		"few captions":       {cells(fewCells-1, "cat"), false},
		"captions":           {cells(fewCells, "cat"), true},
		"numbers":            {cells(fewCells, int64(7)), true},
		"SHA-1":              {cells(fewCells, md5+md5[:8]), true},
		"captions, one hash": {append(cells(999, "cat"), cells(1, md5)...), false},
	} {
		t.Run(name, func(t *testing.T) {
			err := CheckHashes(c.sample, []string{"text", "hash"}, "hash")
			if (err != nil) != c.fails || c.fails && (!strings.Contains(err.Error(), "--verify_hash") || strings.Contains(err.Error(), "invalid_row")) {
				t.Errorf("got %v, want an error: %v", err, c.fails)
			}
		})
	}
}
