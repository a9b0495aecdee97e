package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
)

// watcher looks at an output folder while a job runs, for files of complete
// shards that are written again.
type watcher struct {
	dir  string
	seen map[string]os.FileInfo // of complete shards, by name
	quit chan struct{}
	done chan struct{}
}

func watch(t *testing.T, dir string) *watcher {
	t.Helper()
	w := &watcher{dir: dir, seen: map[string]os.FileInfo{}, quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		for {
			select {
			case <-w.quit:
				return
			case <-time.After(5 * time.Millisecond):
				w.look()
			}
		}
	}()
	t.Cleanup(w.stop)
	return w
}

// look notes the files of shards that have become complete.
func (w *watcher) look() {
	sidecars, _ := filepath.Glob(filepath.Join(w.dir, "_beamcrop", "part-*.json")) // the pattern is well-formed
	for _, name := range sidecars {
		if _, known := w.seen[name]; known {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			continue // between two runs
		}
		side, err := shards.DecodeSidecar(data)
		if err != nil {
			continue // checkCommitted complains
		}
		names := []string{name}
		for _, entry := range side.Files() {
			names = append(names, filepath.Join(w.dir, entry.Name))
		}
		for _, name := range names {
			if info, err := os.Stat(name); err == nil {
				w.seen[name] = info
			}
		}
	}
}

func (w *watcher) stop() {
	select {
	case <-w.quit:
	default:
		close(w.quit)
	}
	<-w.done
}

// mustBeWrittenOnce ends the watch: what was complete must be the same files yet.
func (w *watcher) mustBeWrittenOnce(t *testing.T) {
	t.Helper()
	w.stop()
	if len(w.seen) == 0 {
		t.Error("no complete shard was seen")
	}
	for name, before := range w.seen {
		if now, err := os.Stat(name); err != nil || !os.SameFile(before, now) || !before.ModTime().Equal(now.ModTime()) {
			t.Errorf("%s was written again", name)
		}
	}
}
