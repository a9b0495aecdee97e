package engine

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/captions"
)

// captioned is a row with a list of captions.
type captioned struct {
	URL   string   `parquet:"url"`
	Box   string   `parquet:"box"`
	Texts []string `parquet:"texts,list"`
	Text  string   `parquet:"text"`
	Hash  *string  `parquet:"hash,optional"`
}

// Each caption of each box is a row of the output with an id of its own, from one
// download.
func TestAllCaptions(t *testing.T) {
	server := startWeb(t, 1)
	good := server.URL(0, testweb.Picture{Width: 80, Height: 60})
	b := newTable(t, []captioned{
		{URL: good, Texts: []string{"a", " ", "b"}, Box: "[[10,10,40,30],[0,0,20,20]]"},
		{URL: server.URL(0, testweb.Picture{Fault: "404"}), Texts: []string{"a", "b"}, Box: "[[10,10,40,30]]"},
		{URL: good, Box: "[[90,90,99,99],[0,0,20,20]]"},
		{URL: good, Texts: []string{"a", "b"}, Box: "none"},
	}, 4, allCaptions(shards.FormatJSONL))
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var written, failed []string
	for _, line := range b.data() {
		written = append(written, fmt.Sprint(line["id"], " ", line["box"], " ", line["caption"]))
	}
	for _, line := range b.failures() {
		failed = append(failed, fmt.Sprint(line["id"], " ", line["reason"]))
	}
	if diff := cmp.Diff([]string{
		"in.parquet#0/0/0 [10 10 40 30] a", "in.parquet#0/0/1 [10 10 40 30] b",
		"in.parquet#0/1/0 [0 0 20 20] a", "in.parquet#0/1/1 [0 0 20 20] b",
		"in.parquet#2/1/0 [0 0 20 20] <nil>",
	}, written); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"in.parquet#1/0/0 http_4xx", "in.parquet#1/0/1 http_4xx", "in.parquet#2/0/0 box_outside", "in.parquet#3 invalid_row",
	}, failed); diff != "" {
		t.Error(diff)
	}
	if sum := b.sum(); sum.Sampled != 4 || sum.Rows != 9 || sum.Written != 5 || sum.Failed != 4 || sum.Attempts != 2 {
		t.Errorf("%+v", sum)
	}
	if room := b.worker.budget; room.rows != 0 || room.bytes != 0 {
		t.Errorf("%d rows and %d bytes were not given back", room.rows, room.bytes)
	}
}

func allCaptions(format string) func(*Options) {
	return func(o *Options) {
		o.Format, o.Boxes.Several, o.Columns.Caption, o.Captions.Take = format, true, "texts", captions.All
		if format == shards.FormatWebDataset {
			o.ImageEncoding = shards.EncodingBinary
		}
	}
}

// The captions of whole pictures have keys of their own in WebDataset.
func TestAllCaptionsInWebDataset(t *testing.T) {
	server := startWeb(t, 1)
	good := server.URL(0, testweb.Picture{Width: 80, Height: 60})
	b := newTable(t, []captioned{{URL: good, Texts: []string{"a", "b"}}, {URL: good, Texts: []string{"c"}}}, 2, func(o *Options) {
		allCaptions(shards.FormatWebDataset)(o)
		o.Boxes, o.Columns.Box = (Options{}).Boxes, ""
	})
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := b.worker.files.ReadFile(t.Context(), filepath.Join(b.worker.opts.Output, shards.DataName(0, 1, shards.FormatWebDataset)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for archive := tar.NewReader(bytes.NewReader(data)); ; {
		file, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(file.Name) == ".jpg" {
			names = append(names, file.Name)
		}
	}
	if want := []string{"000000000_000.jpg", "000000000_001.jpg", "000000001_000.jpg"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
