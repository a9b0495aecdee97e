package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/shards"
)

// With --encode=source the columns say where the box 10,10,40,30 lies among the
// whole blocks of 16 pixels that were taken over.
func TestSourceStatesWhereTheBoxLies(t *testing.T) {
	server := startWeb(t, 1)
	b := newBench(t, linksOf(server, 3, plain), 3, func(o *Options) {
		o.Crop.Encode, o.Format = "source", shards.FormatJSONL
	})
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(b.worker.opts.Output, shards.DataName(0, 1, shards.FormatJSONL)))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 3 {
		t.Errorf("%d rows", len(lines))
	}
	for _, line := range lines {
		for _, want := range []string{`"width":48,"height":32,"format":"jpeg"`, `"crop_x":10,"crop_y":10,"crop_width":30,"crop_height":20`} {
			if !strings.Contains(line, want) {
				t.Errorf("%s is not in %s", want, line)
			}
		}
	}
}
