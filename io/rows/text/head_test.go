package text_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/jsonl"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestTextHead: the first rows come before the file was read whole.
func TestTextHead(t *testing.T) {
	objects := "{\"url\": \"a\", \"w\": 7}\nbroken\n{\"url\": \"c\"}\n"
	for name, c := range map[string]struct {
		f      *rowstest.File
		format input.Format
	}{
		"jsonl": {rowstest.Text(objects), jsonl.Format()},
		"zstd":  {rowstest.Zstd(t, objects), jsonl.Format()},
		"csv":   {rowstest.Text("url,w\na,7\nbroken\nc,\n"), csv.Commas()},
	} {
		t.Run(name, func(t *testing.T) {
			for n, want := range map[int64][]string{0: nil, 2: {"a", ""}, 9: {"a", "", "c"}} {
				var got []string
				err := input.Head(context.Background(), c.f, c.format, table.Columns{URL: "url", KeepAll: true, Also: []string{"w"}}, n, func(row input.Row) error {
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
			if err := input.Head(context.Background(), c.f, c.format, table.Columns{URL: "url"}, 1, func(input.Row) error { return stop }); !errors.Is(err, stop) {
				t.Errorf("got %v", err)
			}
		})
	}
}
