package rows

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/table"
)

// TestTextHead: the first rows come before the file was read whole.
func TestTextHead(t *testing.T) {
	objects := "{\"url\": \"a\", \"w\": 7}\nbroken\n{\"url\": \"c\"}\n"
	for name, c := range map[string]struct {
		f      *memFile
		format string
	}{
		"jsonl": {textOfFile(objects), FormatJSONL},
		"zstd":  {zstandard(t, objects), FormatJSONL},
		"csv":   {textOfFile("url,w\na,7\nbroken\nc,\n"), FormatCSV},
	} {
		t.Run(name, func(t *testing.T) {
			for n, want := range map[int64][]string{0: nil, 2: {"a", ""}, 9: {"a", "", "c"}} {
				var got []string
				err := Head(context.Background(), c.f, c.format, table.Columns{URL: "url", KeepAll: true, Also: []string{"w"}}, n, func(row Row) error {
					if row.Number != int64(len(got)) || len(row.Also) != 1 || (row.Invalid != nil) != (row.URL == "") {
						t.Errorf("got %+v", row)
					}
					got = append(got, row.URL)
					return nil
				})
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%d rows: %v %s", n, err, diff)
				}
			}
			stop := errors.New("stop")
			if err := Head(context.Background(), c.f, c.format, table.Columns{URL: "url"}, 1, func(Row) error { return stop }); !errors.Is(err, stop) {
				t.Errorf("got %v", err)
			}
		})
	}
}
