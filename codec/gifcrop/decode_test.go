package gifcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// fixtures returns pictures of several programs.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../transforms/crop/testdata/pictures/*.gif")
	if err != nil || len(names) < 4 {
		t.Fatalf("%d fixtures, %v", len(names), err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		if all[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// hold holds a rectangle of a picture to image/gif's first frame.
func hold(t *testing.T, data []byte, r image.Rectangle) {
	t.Helper()
	want, wantErr := gif.Decode(bytes.NewReader(data))
	got, err := Decode(data, r)
	if wantErr != nil { // it refuses more
		return
	}
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	if covered := r.Intersect(want.Bounds()); !covered.Empty() && got.Rect != covered {
		t.Fatalf("%v: the crop has the bounds %v, not %v", r, got.Rect, covered)
	}
	for y := got.Rect.Min.Y; y < got.Rect.Max.Y; y++ {
		for x := got.Rect.Min.X; x < got.Rect.Max.X; x++ {
			if got.At(x, y) != want.At(x, y) {
				t.Fatalf("(%d, %d) is %v, not %v", x, y, got.At(x, y), want.At(x, y))
			}
		}
	}
}

func boxes(size image.Point) []image.Rectangle {
	w, h := size.X, size.Y
	return []image.Rectangle{
		image.Rect(0, 0, w, h), image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h),
		image.Rect(w/3, h/3, w/3+1, h/3+1), image.Rect(w/4, h/4, w/4*3+1, h/4*3+1),
	}
}

func TestDecode(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			c, err := gif.DecodeConfig(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			size, err := Size(data)
			if err != nil || size != image.Pt(c.Width, c.Height) {
				t.Fatalf("%v, %v; want %dx%d", size, err, c.Width, c.Height)
			}
			for _, r := range boxes(size) {
				hold(t, data, r)
			}
		})
	}
}

// picture encodes a frame on a screen.
func picture(t testing.TB, screen image.Point, frame image.Rectangle) []byte {
	t.Helper()
	m := image.NewPaletted(frame, color.Palette{color.Black, color.White, color.RGBA{R: 200, A: 255}})
	for i := range m.Pix {
		m.Pix[i] = byte(i*i/3) % 3
	}
	var buf bytes.Buffer
	all := gif.GIF{Image: []*image.Paletted{m}, Delay: []int{0}, Config: image.Config{Width: screen.X, Height: screen.Y}}
	if err := gif.EncodeAll(&buf, &all); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestFrameBeyondScreen makes the screen of a picture smaller than its frame.
func TestFrameBeyondScreen(t *testing.T) {
	data := picture(t, image.Pt(30, 20), image.Rect(5, 4, 30, 20))
	want, err := Decode(data, image.Rect(0, 0, 30, 20))
	if err != nil {
		t.Fatal(err)
	}
	data[6], data[8] = 12, 0 // 12x0
	size, err := Size(data)
	if err != nil || size != image.Pt(30, 20) {
		t.Fatalf("%v, %v", size, err)
	}
	got, err := Decode(data, image.Rect(0, 0, 30, 20))
	if err != nil || got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestTruncated cuts a picture after every byte. Behind the last pixel nothing is
// missed, and the whole picture decides, wherever the rectangle is.
func TestTruncated(t *testing.T) {
	data := fixtures(t)["still.gif"]
	size, err := Size(data)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Decode(data, image.Rectangle{Max: size})
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		m, err := Decode(data[:n:n], image.Rectangle{Max: size})
		_, topErr := Decode(data[:n:n], image.Rect(0, 0, 1, 1))
		switch {
		case (err == nil) != (topErr == nil):
			t.Fatalf("%d of %d bytes: %v, but %v for a pixel at the top", n, len(data), err, topErr)
		case err != nil && n >= 6 && !errors.Is(err, io.ErrUnexpectedEOF):
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		case err == nil && !bytes.Equal(m.Pix, want.Pix):
			t.Fatalf("%d of %d bytes pass for the picture", n, len(data))
		}
	}
}

func TestErrors(t *testing.T) {
	data := picture(t, image.Pt(9, 9), image.Rect(0, 0, 9, 9))
	at := bytes.IndexByte(data, ',')
	changed := func(at int, to byte) []byte {
		out := bytes.Clone(data)
		out[at] = to
		return out
	}
	for name, data := range map[string][]byte{
		"no signature":  changed(0, 'g'),
		"no frame":      changed(at, ';'),
		"unknown block": changed(at, 'x'),
		"no width":      changed(at+5, 0),
		"wide codes":    changed(at+10+12, 12),
	} {
		t.Run(name, func(t *testing.T) {
			var format FormatError
			if _, err := Decode(data, image.Rect(0, 0, 9, 9)); !errors.As(err, &format) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data)
	}
	f.Add(picture(f, image.Pt(12, 8), image.Rect(3, 2, 12, 8)))
	f.Fuzz(func(t *testing.T, data []byte) {
		size, err := Size(data)
		if err != nil || size.X > 1<<20/max(size.Y, 1) {
			return
		}
		for _, r := range boxes(size) {
			hold(t, data, r)
		}
	})
}

func ExampleDecode() {
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/still.gif")
	if err != nil {
		fmt.Println(err)
		return
	}
	crop, err := Decode(data, image.Rect(21, 13, 53, 40))
	fmt.Println(crop.Bounds(), err)
	// Output: (21,13)-(53,40) <nil>
}
