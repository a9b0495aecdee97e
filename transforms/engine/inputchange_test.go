package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// An input that is written to in place while the job runs ends it, before a shard
// has rows of two versions. One that is replaced by another file is read on as it
// was, since it is open.
func TestInputChanges(t *testing.T) {
	links := linksOf(startWeb(t, 1), 6, plain)
	for name, c := range map[string]struct {
		change func(t *testing.T, path string, data []byte)
		says   string // "" = the job goes on
	}{
		"written to": {func(t *testing.T, path string, data []byte) {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Minute)); err != nil { // clocks of disks are coarse
				t.Fatal(err)
			}
		}, "it was written to at"},
		"appended to": {func(t *testing.T, path string, data []byte) {
			if err := os.WriteFile(path, append(data, "more"...), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "it had"},
		"truncated": {func(t *testing.T, path string, data []byte) {
			if err := os.Truncate(path, int64(len(data)/2)); err != nil {
				t.Fatal(err)
			}
		}, "it had"},
		"replaced": {func(t *testing.T, path string, _ []byte) {
			if err := os.WriteFile(path+".new", []byte("something else"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
		}, ""},
		"removed": {func(t *testing.T, path string, _ []byte) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, links, 3, func(*Options) {})
			path := filepath.Clean(b.shards[0].Segments[0].File.URI)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			bundle := b.worker.NewBundle(t.Context())
			complete := 0
			emit := func(shards.Sidecar) { complete++ }
			if err := errors.Join(bundle.Add(b.shards[0], emit), bundle.Finish(emit)); err != nil {
				t.Fatal(err)
			}
			c.change(t, path, data)
			err = bundle.Add(b.shards[1], emit)
			if err == nil {
				err = bundle.Finish(emit)
			}
			if err := bundle.Close(); err != nil {
				t.Error(err)
			}
			if c.says == "" {
				if err != nil || complete != 2 {
					t.Errorf("%d shards, %v; want both, by what was opened", complete, err)
				}
				return
			}
			text, code, _ := joberror.Find(err)
			if code != joberror.Usage || !strings.Contains(text, path) || !strings.Contains(text, c.says) || complete != 1 {
				t.Errorf("%d shards, %v; want one, and a line that says %q", complete, err, c.says)
			}
		})
	}
}
