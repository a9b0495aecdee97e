package engine

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// severalBoxes says that cells are lists of [start,end,x1,y1,x2,y2,score].
func severalBoxes(o *Options) {
	o.Boxes.Several, o.Boxes.Spans, o.Format = true, "text", shards.FormatJSONL
}

// A row's boxes are rows of the output, each with its own outcome, from one
// download.
func TestSeveralBoxes(t *testing.T) {
	server := startWeb(t, 1)
	picture := func(f testweb.Fault) string {
		return server.URL(0, testweb.Picture{Width: 80, Height: 60, Fault: f})
	}
	const text, pair = "a cat", "[[0,1,10,10,40,30,1],[0,1,0,0,20,20,1]]"
	b := newTable(t, []listed{
		{URL: picture(""), Text: text, Box: "[[0,1,10,10,40,30,0.5],[0,1,90,0,99,9,0.25],[2,5,0,0,20,20,0.125]]"},
		{URL: picture("404"), Text: text, Box: pair},
		{URL: picture("gzip"), Text: text, Box: "[]"},
		{URL: "UNKNOWN", Text: text, Box: pair},
		{URL: picture("gzip"), Text: text, Box: "[[10,10,40,"},
		{URL: picture("gzip"), Text: text, Box: "[[0,5,0,0,80,60,0]]"},
	}, 4, severalBoxes)
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var written, failed []string
	for _, line := range b.data() {
		written = append(written, fmt.Sprint(line["id"], " ", line["box"], " ", line["caption"], " ", line["score"], " ", line["width"], "x", line["height"]))
	}
	for _, line := range b.failures() {
		failed = append(failed, fmt.Sprint(line["id"], " ", line["reason"], " ", line["attempts"]))
	}
	if diff := cmp.Diff([]string{
		"in.parquet#0/0 [10 10 40 30] a 0.5 30x20",
		"in.parquet#0/2 [0 0 20 20] cat 0.125 20x20",
		"in.parquet#5/0 [0 0 80 60] a cat 0 80x60",
	}, written); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"in.parquet#0/1 box_outside 1",
		"in.parquet#1/0 http_4xx 1",
		"in.parquet#1/1 http_4xx 1",
		"in.parquet#2 invalid_row 0",
		"in.parquet#3/0 invalid_row 0",
		"in.parquet#3/1 invalid_row 0",
		"in.parquet#4 invalid_row 0",
	}, failed); diff != "" {
		t.Error(diff)
	}
	if n := server.Stats().Requests; n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
	var sum shards.Report
	for _, side := range b.emitted {
		sum.Add(side.Report)
	}
	if sum.Sampled != 6 || sum.Rows != 10 || sum.Attempts != 3 || sum.SharedDownloads != 0 {
		t.Errorf("%+v", sum)
	}
	if room := b.worker.budget; room.rows != 0 || room.bytes != 0 {
		t.Errorf("%d rows and %d bytes were not given back", room.rows, room.bytes)
	}
	now := progress.Of(t.Name()).Snapshot()
	if now.Written != 3 || now.Failed != 7 || now.Total != 4 { // 4 beyond the sampled 6, which Plan counts
		t.Errorf("%+v", now)
	}
}

// Boxes that a link's picture does not hold go on to the next link; those that
// it does hold are done.
func TestBoxesOnSeveralLinks(t *testing.T) {
	server := startWeb(t, 1)
	small := server.URL(0, testweb.Picture{Width: 80, Height: 60})
	large := server.URL(0, testweb.Picture{Width: 160, Height: 120})
	cell := small + ", " + large + ", " + server.URL(0, testweb.Picture{Fault: "404"})
	b := newTable(t, []listed{
		{URL: cell, Text: "a", Box: "[[0,1,10,10,40,30,1],[0,1,90,70,99,79,1]]"},
		{URL: cell, Text: "a", Box: "[[0,1,0,0,9,9,1]]"},
	}, 2, severalBoxes)
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range b.data() {
		got = append(got, fmt.Sprint(line["id"], " ", line["url"]))
	}
	if diff := cmp.Diff([]string{"in.parquet#0/0 " + small, "in.parquet#0/1 " + large, "in.parquet#1/0 " + small}, got); diff != "" {
		t.Error(diff)
	}
	if n := server.Stats().Requests; n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}
