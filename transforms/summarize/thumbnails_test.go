package summarize

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

// noise is a JPEG that compresses badly.
func noise(tb testing.TB, size image.Point) []byte {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	m := image.NewGray(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			m.SetGray(x, y, color.Gray{Y: uint8(random.IntN(256))})
		}
	}
	var to bytes.Buffer
	if err := jpeg.Encode(&to, m, nil); err != nil {
		tb.Fatal(err)
	}
	return to.Bytes()
}

func TestThumbnails(t *testing.T) {
	for _, format := range shards.Formats() {
		for _, encoding := range shards.Encodings(format) {
			t.Run(format+" "+encoding, func(t *testing.T) { testThumbnails(t, format, encoding) })
		}
	}
}

func testThumbnails(t *testing.T, format, encoding string) {
	store, dir := files.New(), t.TempDir()
	sizes := []image.Point{{600, 300}, {50, 40}, {100, 900}}
	var sides []shards.Sidecar
	var examples []shards.CropExample
	for shard := range 3 {
		var data bytes.Buffer
		w, err := shards.NewWriter(&data, format, shards.Schema{ImageEncoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		for row, size := range sizes {
			id := fmt.Sprintf("a#%d", 10*shard+row)
			picture := noise(t, size)
			if shard == 1 && row == 0 {
				picture = []byte("not a picture")
			}
			if err := w.Write(&shards.Record{Key: shards.Key(shard, 3, 3, row), ID: id, Image: picture, Format: "jpeg", Width: size.X, Height: size.Y}); err != nil {
				t.Fatal(err)
			}
			examples = append([]shards.CropExample{{ID: id, Shard: shard, Row: int64(row), Width: size.X, Height: size.Y}}, examples...)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		s := side(shard, 3, 3, 0)
		if shard < 2 { // the last one's file is gone
			if err := store.WriteFile(t.Context(), files.Join(dir, shards.DataName(shard, 3, format)), data.Bytes()); err != nil {
				t.Fatal(err)
			}
		}
		sides = append(sides, s)
	}
	o := Options{Output: dir, Format: format}
	got, err := thumbnails(t.Context(), store, o, len(sides), examples)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]image.Point{"a#0": {192, 96}, "a#1": {50, 40}, "a#2": {21, 192}, "a#11": {50, 40}, "a#12": {21, 192}}
	if len(got) != len(want) {
		t.Errorf("%d thumbnails, want %d", len(got), len(want))
	}
	for id, size := range want {
		picture, err := jpeg.Decode(bytes.NewReader(got[id]))
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if picture.Bounds().Size() != size || len(got[id]) > thumbnailBytes {
			t.Errorf("%s is %v in %d bytes, want %v", id, picture.Bounds().Size(), len(got[id]), size)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := thumbnails(cancelled, store, o, len(sides), examples); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it ends with %v", err)
	}
}
