package jpegcrop

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// python runs a script of testdata, by the Python that make test installs.
func python(t *testing.T, script string, args ...string) {
	t.Helper()
	name := testenv.Python(t, "comparing with Pillow")
	run(t, exec.CommandContext(t.Context(), name, append([]string{filepath.Join("testdata", script)}, args...)...))
}

func run(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr(err))
	}
	return out
}

func stderr(err error) []byte {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.Stderr
	}
	return nil
}

// TestMatrix holds pictures of every subsampling, with and without progression
// and restarts, of several qualities and odd sizes, to Pillow, and the samples of
// rectangles to the standard library.
func TestMatrix(t *testing.T) {
	dir := t.TempDir()
	python(t, "matrix.py", dir)
	names, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if err != nil || len(names) < 300 {
		t.Fatalf("%d pictures, %v", len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := readBack(t, data)
		wantPixels(t, name, data, want.Bounds())
		for _, r := range boxes(want.Bounds()) {
			got, err := Decode(data, r, DecodeOptions{})
			if err != nil {
				t.Fatalf("%s, %v: %v", filepath.Base(name), r, err)
			}
			if err := compare(got, want, r); err != nil {
				t.Fatalf("%s, %v: %v", filepath.Base(name), r, err)
			}
		}
	}
}

// wantPixels holds every pixel to what Pillow has made of it.
func wantPixels(t *testing.T, name string, data []byte, whole image.Rectangle) {
	t.Helper()
	want, err := os.ReadFile(strings.TrimSuffix(name, ".jpg") + ".raw")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data, whole, DecodeOptions{FullChroma: true})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pixelsOf(got), want) {
		t.Errorf("%s: Pillow shows other pixels", filepath.Base(name))
	}
}

// encoded returns pictures of many sizes and kinds as Encode writes them, by
// name.
func encoded(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{"large": mustEncode(t, large(), EncodeOptions{Quality: 100})}
	whole := photo(t, 320, 200, 95)
	for _, r := range []image.Rectangle{image.Rect(0, 0, 320, 200), image.Rect(3, 5, 100, 94), image.Rect(7, 7, 8, 8), image.Rect(31, 0, 33, 160)} {
		for _, o := range []EncodeOptions{{Quality: 90}, {Quality: 100, FullChroma: true}, {Quality: 20}} {
			m := whole.SubImage(r).(*image.YCbCr)
			name := fmt.Sprintf("%dx%d q%d %v", r.Dx(), r.Dy(), o.Quality, o.FullChroma)
			files[name] = mustEncode(t, m, o)
			files[name+" gray"] = mustEncode(t, grayOf(m), o)
		}
	}
	return files
}

// TestPillowReads holds what Pillow reads of our pictures to what the standard
// library reads.
func TestPillowReads(t *testing.T) {
	dir := t.TempDir()
	files := encoded(t)
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name+".jpg"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	python(t, "check.py", dir)
	for name, data := range files {
		raw, err := os.ReadFile(filepath.Join(dir, name+".raw"))
		if err != nil {
			t.Fatal(err)
		}
		sameLuma(t, name, readBack(t, data), raw)
	}
}

// TestDjpegReads does so for libjpeg's own program, which complains of what
// libraries pass over.
func TestDjpegReads(t *testing.T) {
	if _, err := exec.LookPath("djpeg"); err != nil {
		t.Skip("there is no djpeg")
	}
	files := encoded(t)
	for name, data := range files {
		cmd := exec.CommandContext(t.Context(), "djpeg", "-strict", "-grayscale", "-pnm")
		cmd.Stdin = strings.NewReader(string(data))
		out := run(t, cmd)
		m := readBack(t, data)
		size := m.Bounds().Size()
		head := fmt.Sprintf("P5\n%d %d\n255\n", size.X, size.Y)
		if !strings.HasPrefix(string(out), head) {
			t.Fatalf("%s: djpeg writes %q", name, out[:min(20, len(out))])
		}
		sameLuma(t, name, grayOf(lumaOf(m)), out[len(head):])
	}
}

// lumaOf returns a picture's luma plane in a picture that has chroma.
func lumaOf(m image.Image) *image.YCbCr {
	if g, ok := m.(*image.Gray); ok {
		return &image.YCbCr{Y: g.Pix, YStride: g.Stride, Rect: g.Rect}
	}
	return m.(*image.YCbCr)
}

// sameLuma compares the luma of m with raw, which has it alone or as the first
// of three channels, in rows without gaps.
func sameLuma(t *testing.T, name string, m image.Image, raw []byte) {
	t.Helper()
	size, luma := m.Bounds().Size(), lumaOf(m)
	channels := 3
	if _, ok := m.(*image.Gray); ok {
		channels = 1
	}
	if len(raw) != channels*size.X*size.Y {
		t.Fatalf("%s: %d bytes for %v", name, len(raw), size)
	}
	for y := range size.Y {
		row := luma.Y[luma.YOffset(luma.Rect.Min.X, luma.Rect.Min.Y+y):][:size.X]
		other := raw[y*size.X*channels:][:size.X*channels]
		for x, want := range row {
			if err := near(x, y, "Y", other[x*channels], want); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}
