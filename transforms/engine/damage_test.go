package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// What a resume finds changed in a finished folder whose pictures are gone from the
// web: crops that can be verified, or at least read back, are kept, and a damaged
// data file is not replaced by fewer of them.
func TestDamageWithoutTheWeb(t *testing.T) {
	var (
		data     = shards.DataName(0, 1, shards.FormatParquet)
		failures = shards.FailuresName(0, 1)
		sidecar  = shards.SidecarName(0, 1)
	)
	cut := func(name string) error { return os.Truncate(name, 10) }
	flip := func(name string) error {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		content[len(content)/2] ^= 1
		return os.WriteFile(name, content, 0o600)
	}
	for name, c := range map[string]struct {
		file    string
		damage  func(name string) error
		refused string // part of the error
	}{
		"failures are gone":    {failures, os.Remove, ""},
		"failures are cut":     {failures, cut, ""},
		"failures are changed": {failures, flip, ""},
		"sidecar is gone":      {sidecar, os.Remove, ""},
		"sidecar is cut":       {sidecar, cut, ""},
		"sidecar is changed":   {sidecar, func(name string) error { return os.WriteFile(name, []byte(`{"fingerprint": "f"}`), 0o600) }, ""},
		"data is cut":          {data, cut, data + " is damaged"},
		"data is changed":      {data, flip, data + " is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			server := startWeb(t, 1)
			links := linksOf(server, 10, func(i int) (int, testweb.Picture) {
				if i < 2 {
					return 0, testweb.Picture{Fault: "404"}
				}
				return 0, testweb.Picture{}
			})
			b := newBench(t, links, 10, func(o *Options) { o.Fetch.Retries = 0 })
			if err := b.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			folder := b.worker.opts.Output
			before, err := os.ReadFile(filepath.Join(folder, data))
			if err != nil {
				t.Fatal(err)
			}
			if err := c.damage(filepath.Join(folder, c.file)); err != nil {
				t.Fatal(err)
			}
			changed, _ := os.ReadFile(filepath.Join(folder, data))
			b = b.again("next", func(o *Options) { o.Fetch.AllowPrivate = false }) // no picture can be had
			err = b.run(t.Context())
			after, readErr := os.ReadFile(filepath.Join(folder, data))
			if readErr != nil {
				t.Fatal(readErr)
			}
			if c.refused != "" {
				if err == nil || !strings.Contains(err.Error(), c.refused) || string(after) != string(changed) {
					t.Errorf("%v, want %q and the file as it was", err, c.refused)
				}
				return
			}
			if written, failed := b.counts(); err != nil || written != 8 || failed != 2 || string(after) != string(before) {
				t.Errorf("%d rows were written and %d failed, want 8 and 2 and the same data file: %v", written, failed, err)
			}
			b.checkFiles(false)
		})
	}
}
