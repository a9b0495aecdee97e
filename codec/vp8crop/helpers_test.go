package vp8crop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/vp8"
)

// oracle decodes the whole frame by golang.org/x/image.
func oracle(data []byte) (*image.YCbCr, error) {
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(data), len(data))
	if _, err := d.DecodeFrameHeader(); err != nil {
		return nil, err
	}
	return d.DecodeFrame()
}

// fixtures returns the frames of all pictures in testdata, by name.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.webp"))
	if err != nil || len(files) == 0 {
		t.Fatal("no pictures", err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		all[filepath.Base(file)] = frameOf(t, file)
	}
	return all
}

// frameOf returns the frame in a WebP file.
func frameOf(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("VP8 "))
	if at < 0 {
		t.Fatalf("%s has no VP8 chunk", file)
	}
	return data[at+8:][:binary.LittleEndian.Uint32(data[at+4:])]
}

// boxes returns rectangles of a picture: the whole, the edges, single pixels,
// odd origins, and macroblocks.
func boxes(b image.Rectangle) []image.Rectangle {
	w, h := b.Dx(), b.Dy()
	all := []image.Rectangle{
		b,
		image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h), image.Rect(w-1, 0, w, 1), image.Rect(0, h-1, 1, h), image.Rect(w/2, h/2, w/2+1, h/2+1),
		image.Rect(0, 0, w, 1), image.Rect(0, h-1, w, h), image.Rect(0, 0, 1, h), image.Rect(w-1, 0, w, h),
		image.Rect(w/3, h/3, w*2/3, h*2/3), image.Rect(w/3+1, h/3+1, w*2/3, h*2/3),
		image.Rect(16, 16, 32, 32), image.Rect(15, 15, 33, 33), image.Rect(17, 17, 31, 31), image.Rect(8, 40, 24, 48),
	}
	for i := range 8 { // ends at each place of a macroblock that the filter's reach may lie at
		all = append(all, image.Rect(16, 16, 24+2*i+i&1, 24+2*i+i&1), image.Rect(3, 2, 32+i, 47-i))
	}
	var out []image.Rectangle
	for _, r := range all {
		if r = r.Intersect(b); !r.Empty() {
			out = append(out, r)
		}
	}
	return out
}

// compare returns what is wrong with got as the rectangle r of want.
func compare(got, want *image.YCbCr, r image.Rectangle) error {
	if got.Rect != r || got.SubsampleRatio != image.YCbCrSubsampleRatio420 {
		return fmt.Errorf("the bounds are %v, want %v", got.Rect, r)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if g, w := got.YCbCrAt(x, y), want.YCbCrAt(x, y); g != w {
				return fmt.Errorf("at %d,%d of %v: %v, want %v", x, y, r, g, w)
			}
		}
	}
	return nil
}

// hold holds the decoding of a rectangle to the oracle's of the whole frame.
// What it decodes, the oracle decodes to the same samples, unless that found
// missing data, of which a part may need none; the whole frame needs all.
func hold(t testing.TB, data []byte, r image.Rectangle, want *image.YCbCr, wantErr error) {
	t.Helper()
	got, err := Decode(data, r)
	switch {
	case errors.Is(err, ErrUnsupported):
	case err == nil && wantErr == nil:
		if err := compare(got, want, r); err != nil {
			t.Fatal(err)
		}
	case err != nil && wantErr == nil:
		t.Fatalf("%v: %v, the oracle has none", r, err)
	case err == nil && !errors.Is(wantErr, io.ErrUnexpectedEOF):
		t.Fatalf("%v: no error, the oracle has %v", r, wantErr)
	case err != nil && errors.Is(err, io.ErrUnexpectedEOF) != errors.Is(wantErr, io.ErrUnexpectedEOF):
		t.Fatalf("%v: %v, the oracle has %v", r, err, wantErr)
	}
	if size, _ := Size(data); err == nil && wantErr != nil && r.Size() == size {
		t.Fatalf("the whole has no error, the oracle has %v", wantErr)
	}
}
