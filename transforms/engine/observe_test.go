package engine

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A shard's report tells how far its rows came, how long they took, and shows
// some of them.
func TestDetails(t *testing.T) {
	server := startWeb(t, 1)
	links := linksOf(server, 12, func(i int) (int, testweb.Picture) {
		return 0, testweb.Picture{Fault: []testweb.Fault{"", "", "404", "html"}[i%4]}
	})
	links[0] = "UNKNOWN"
	b := newBench(t, links, 12, nothing)
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := b.emitted[0].Report.Details
	if d.Requested != 11 || d.Downloaded != 8 || d.Decoded != 5 {
		t.Errorf("%d requested, %d downloaded, %d decoded; want 11, 8, 5", d.Requested, d.Downloaded, d.Decoded)
	}
	if d.LatencyMS.Count() != 11 || d.SourceBytes.Count() != 8 || d.SourceSide.Quantile(0.5) < 56 || d.CropSide.Quantile(0.5) < 20 {
		t.Errorf("%+v", d)
	}
	finished := int64(0)
	for i := range d.Finished.Written {
		finished += d.Finished.Written[i] + d.Finished.Failed[i]
	}
	if finished != 12 {
		t.Errorf("%d rows are on the timeline", finished)
	}
	if len(d.Crops) != 5 || len(d.Failures) != 3 || len(d.Failures["http_4xx"]) != 3 {
		t.Fatalf("%+v", d)
	}
	for _, c := range d.Crops {
		if len(c.Box) != 4 || c.Box[0] != 10 || c.Box[3] != 30 || c.SourceWidth != 80 || c.SourceHeight != 60 || c.Width != 30 || c.Height != 20 {
			t.Errorf("box and sizes: %+v", c)
		}
		if c.SourceBytes < 100 || !strings.HasPrefix(c.URL, server.Base(0)) {
			t.Errorf("source: %+v", c)
		}
	}
}
