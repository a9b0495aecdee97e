package vp8crop

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// TestToRGBA compares rectangles with Pillow's pixels, which are libwebp's.
func TestToRGBA(t *testing.T) {
	python := testenv.Python(t, "comparing with Pillow")
	const script = `
import pathlib, sys
from PIL import Image
for path in pathlib.Path("testdata").glob("*.webp"):
    (pathlib.Path(sys.argv[1]) / (path.stem + ".rgba")).write_bytes(Image.open(path).convert("RGBA").tobytes())
`
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), python, "-c", script, dir).CombinedOutput(); err != nil {
		t.Fatalf("Pillow: %v\n%s", err, out)
	}
	names, err := filepath.Glob("testdata/*.webp")
	if err != nil || len(names) < 30 {
		t.Fatalf("%d pictures, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data := frameOf(t, name)
			size, err := Size(data)
			if err != nil {
				t.Fatal(err)
			}
			stem := filepath.Base(name)
			want := image.NewRGBA(image.Rectangle{Max: size})
			if want.Pix, err = os.ReadFile(filepath.Join(dir, stem[:len(stem)-4]+"rgba")); err != nil {
				t.Fatal(err)
			}
			for _, r := range boxes(want.Rect) {
				if err := compareRGBA(data, r, want); err != nil {
					t.Errorf("%v: %v", r, err)
				}
			}
		})
	}
}

func compareRGBA(data []byte, r image.Rectangle, want *image.RGBA) error {
	m, err := Decode(data, r.Inset(-1).Intersect(want.Rect))
	if err != nil {
		return err
	}
	got := ToRGBA(m, r, want.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		a, b := got.Pix[got.PixOffset(r.Min.X, y):][:4*r.Dx()], want.Pix[want.PixOffset(r.Min.X, y):]
		if !bytes.Equal(a, b[:len(a)]) {
			return fmt.Errorf("row %d differs", y)
		}
	}
	return nil
}
