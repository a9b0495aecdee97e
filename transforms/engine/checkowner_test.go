package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// A run whose folder was taken over, before its rows or amid them, completes
// nothing more.
func TestTakenOver(t *testing.T) {
	server := startWeb(t, 1)
	for _, output := range []string{"taken", "gone"} {
		t.Run(output, func(t *testing.T) {
			b := newBench(t, linksOf(server, 20, plain), 10, nothing)
			if output == "taken" {
				own(b.worker.opts, "another")
			} else if err := files.New().Remove(t.Context(), files.Join(b.worker.opts.Output, shards.ManifestName)); err != nil {
				t.Fatal(err)
			}
			err := b.run(t.Context())
			if _, code, marked := joberror.Find(err); !errors.Is(err, shards.ErrTakenOver) || !marked || code != joberror.Failed {
				t.Errorf("%v, want ErrTakenOver", err)
			}
			if found, _ := filepath.Glob(filepath.Join(b.worker.opts.Output, "*", "part-*")); len(found) > 0 {
				t.Errorf("written all the same: %q", found)
			}
		})
	}
}

// A runner may have a shard done twice at once. Whatever came of the rows in
// either attempt, the files of one of them stand there, all four.
func TestTwoAttemptsAtOnce(t *testing.T) {
	const hosts = 60
	server := startWeb(t, hosts) // a host each: one host that often answers 503 would be asked less and less often
	links := linksOf(server, hosts, func(i int) (int, testweb.Picture) {
		if i%2 == 0 {
			return i, testweb.Picture{Fault: "flaky", N: 1} // fails for whoever asks first
		}
		return i, testweb.Picture{}
	})
	for range 5 {
		server.Reset()
		b := newBench(t, links, 4, func(o *Options) {
			o.Fetch.Retries = 0
			webDataset(o)
		})
		b.runTwiceAtOnce()
		b.checkFiles(true)
	}
}

// webDataset makes shards of two data files.
func webDataset(o *Options) {
	o.Format, o.ImageEncoding = shards.FormatWebDataset, shards.EncodingBinary
}

// What a killed attempt left without a sidecar does not outlive the next, where
// it was killed before the sidecar and where between the data files.
func TestLeftoversOfAnAttempt(t *testing.T) {
	server := startWeb(t, 1)
	for name, c := range map[string]struct {
		change func(*Options)
		left   []string
	}{
		"one data file":  {nothing, []string{shards.FailuresName(1, 2), shards.DataName(0, 2, shards.FormatParquet), shards.SidecarName(1, 2)}},
		"two data files": {webDataset, []string{shards.DataName(0, 2, shards.FormatWebDataset), shards.DataName(1, 2, shards.FormatIndex)}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, linksOf(server, 10, plain), 5, c.change)
			for _, name := range c.left {
				if err := files.New().WriteFile(t.Context(), files.Join(b.worker.opts.Output, name), []byte("of a killed attempt")); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			b.checkFiles(false)
		})
	}
}

// checkFiles compares every sidecar with its files, and finds others, which
// only attempts that raced may have left, for the job's end to remove.
func (b *bench) checkFiles(raced bool) {
	b.t.Helper()
	store, dir := files.New(), b.worker.opts.Output
	known := map[string]bool{shards.ManifestName: true}
	for _, s := range b.shards {
		name := shards.SidecarName(s.Number, s.Of)
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			b.t.Fatal(err)
		}
		side, err := shards.DecodeSidecar(data)
		if err != nil {
			b.t.Fatal(err)
		}
		known[name] = true
		for _, entry := range side.Files() {
			known[entry.Name] = true
			data, err := os.ReadFile(filepath.Join(dir, entry.Name))
			if sum := sha256.Sum256(data); err != nil || hex.EncodeToString(sum[:]) != entry.SHA256 {
				b.t.Errorf("%s is not what its sidecar says, %v", entry.Name, err)
			}
		}
	}
	names, err := shards.List(b.t.Context(), store, dir)
	if err != nil {
		b.t.Fatal(err)
	}
	for name := range names {
		if !known[name] && !raced {
			b.t.Errorf("%s stands there, and no sidecar knows it", name)
		}
	}
}

// What another attempt completed is taken only if every file that this one has
// written by then is the very same.
func TestGoesWith(t *testing.T) {
	tar, index := shards.FileEntry{Name: "tar", Size: 1}, shards.FileEntry{Name: "index", Size: 2}
	other := shards.FileEntry{Name: "index", Size: 3}
	found := shards.Sidecar{Data: tar, Beside: []shards.FileEntry{index}}
	for name, c := range map[string]struct {
		mine shards.Sidecar
		want bool
	}{
		"nothing":       {shards.Sidecar{}, true},
		"the tar":       {shards.Sidecar{Data: tar}, true},
		"both":          {found, true},
		"another tar":   {shards.Sidecar{Data: other}, false},
		"another index": {shards.Sidecar{Data: tar, Beside: []shards.FileEntry{other}}, false},
	} {
		if got := goesWith(found, c.mine); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}
