package vp8lcrop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/image/webp"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// bodyOf returns the VP8L chunk of a WebP file.
func bodyOf(t testing.TB, file []byte) []byte {
	t.Helper()
	at := bytes.Index(file, []byte("VP8L"))
	if at < 0 {
		t.Fatal("no VP8L chunk")
	}
	return file[at+8:][:binary.LittleEndian.Uint32(file[at+4:])]
}

// fileOf makes a file of a chunk.
func fileOf(body []byte) []byte {
	chunk := binary.LittleEndian.AppendUint32([]byte("VP8L"), uint32(len(body)))
	chunk = append(append(chunk, body...), make([]byte, len(body)%2)...)
	file := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+len(chunk)))
	return append(append(file, "WEBP"...), chunk...)
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.ReadFile("../../transforms/crop/testdata/pictures/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return bodyOf(t, file)
}

func boxes(size image.Point) []image.Rectangle {
	w, h := size.X, size.Y
	return []image.Rectangle{
		image.Rect(0, 0, w, h), image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h),
		image.Rect(w/3, h/3, w/3+1, h/3+1), image.Rect(w/4, h/4, w/4*3+1, h/4*3+1),
	}
}

// hold holds rectangles to golang.org/x/image. Below a rectangle, anything may be
// wrong.
func hold(t *testing.T, body []byte) {
	t.Helper()
	size, err := Size(body)
	if err != nil {
		return
	}
	want, wantErr := webp.Decode(bytes.NewReader(fileOf(body)))
	for _, r := range boxes(size) {
		got, err := Decode(body, r)
		if wantErr != nil {
			if err == nil && r.Max.Y == size.Y {
				t.Errorf("%v passes for the picture: %v", r, wantErr)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v: %v", r, err)
			continue
		}
		if !same(got, want.(*image.NRGBA)) {
			t.Errorf("%v differs", r)
		}
	}
}

func same(got, want *image.NRGBA) bool {
	for y := got.Rect.Min.Y; y < got.Rect.Max.Y; y++ {
		a, b := got.Pix[got.PixOffset(got.Rect.Min.X, y):], want.Pix[want.PixOffset(got.Rect.Min.X, y):]
		if n := 4 * got.Rect.Dx(); !bytes.Equal(a[:n], b[:n]) {
			return false
		}
	}
	return true
}

func TestDecode(t *testing.T) {
	for _, name := range []string{"lossless.webp", "lossless_alpha.webp", "exif1.webp"} {
		t.Run(name, func(t *testing.T) { hold(t, fixture(t, name)) })
	}
}

// TestManyKinds has libwebp encode pictures that want every transform.
func TestManyKinds(t *testing.T) {
	python := testenv.Python(t, "pictures that Pillow makes")
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), python, "testdata/make.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("make.py: %v\n%s", err, out)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.webp"))
	if err != nil || len(names) < 90 {
		t.Fatalf("%d pictures, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			body := bodyOf(t, file)
			if _, err := Decode(body, image.Rect(0, 0, 1, 1)); err != nil {
				t.Fatal(err)
			}
			hold(t, body)
		})
	}
}

// TestTruncated cuts a picture after every byte.
func TestTruncated(t *testing.T) {
	body := fixture(t, "lossless.webp")
	size, err := Size(body)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(body) - 1 {
		if _, err := Decode(body[:n:n], image.Rectangle{Max: size}); !errors.Is(err, io.ErrUnexpectedEOF) && n < len(body)-2 {
			var format FormatError
			if !errors.As(err, &format) {
				t.Fatalf("%d of %d bytes: %v", n, len(body), err)
			}
		}
	}
}

func TestIncompleteCodes(t *testing.T) {
	for name, lengths := range map[string][]uint8{"none": {0, 0}, "too few": {1, 2, 0}, "too many": {1, 1, 1}} {
		t.Run(name, func(t *testing.T) {
			var format FormatError
			if _, err := newCode(lengths); !errors.As(err, &format) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"lossless.webp", "lossless_alpha.webp", "exif1.webp"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if size, err := Size(body); err == nil && size.X*size.Y < 1<<18 {
			hold(t, body)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	file, err := os.ReadFile(os.Getenv("VP8L_BENCH"))
	if err != nil {
		b.Skip("VP8L_BENCH names no lossless WebP")
	}
	body := bodyOf(b, file)
	size, err := Size(body)
	if err != nil {
		b.Fatal(err)
	}
	for name, r := range map[string]image.Rectangle{"whole": {Max: size}, "middle": image.Rect(size.X/3, size.Y/3, size.X*2/3, size.Y*2/3)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Decode(body, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("golang.org/x/image", func(b *testing.B) {
		for b.Loop() {
			if _, err := webp.Decode(bytes.NewReader(file)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func ExampleDecode() {
	file, err := os.ReadFile("../../transforms/crop/testdata/pictures/lossless.webp")
	if err != nil {
		fmt.Println(err)
		return
	}
	body := file[20:] // behind the headers of the file and of its only chunk
	crop, err := Decode(body, image.Rect(21, 13, 53, 40))
	fmt.Println(crop.Bounds(), err)
	// Output: (21,13)-(53,40) <nil>
}
