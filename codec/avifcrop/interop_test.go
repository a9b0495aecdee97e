package avifcrop

import (
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// writer has Pillow write a picture of hard colour edges in several ways, and what it
// reads of each, premultiplied.
const writer = `
import pathlib, sys
from PIL import Image
out = pathlib.Path(sys.argv[1])
for w, h in (64, 48), (63, 47), (5, 3), (2, 1), (1, 2):
    m = Image.new("RGB", (w, h))
    for y in range(h):
        for x in range(w):
            m.putpixel((x, y), (200, 40, 30) if (x // 5 + y // 7) % 2 else (20 + 2 * x, 90, 220 - 3 * y))
    for alpha in False, True:
        for sampling in "4:2:0", "4:2:2", "4:4:4", "4:0:0":
            for range_ in "full", "limited":
                name = f"{w}x{h} {sampling} {range_} {'alpha' if alpha else 'opaque'}"
                if alpha:
                    m = m.convert("RGBA")
                    m.putalpha(Image.linear_gradient("L").resize((w, h)).point(lambda v: 255 if v > 128 else v))
                m.save(out / (name + ".avif"), quality=100, subsampling=sampling, range=range_)
                read = Image.open(out / (name + ".avif")).convert("RGBA")
                (out / (name + ".raw")).write_bytes(read.convert("RGBa").tobytes())
`

// TestPillow compares with Pillow, whose libavif interpolates chroma.
func TestPillow(t *testing.T) {
	python, dir := testenv.Python(t, "comparing AVIF with Pillow"), t.TempDir()
	if out, err := exec.CommandContext(t.Context(), python, "-c", writer, dir).CombinedOutput(); err != nil {
		t.Fatalf("Pillow: %v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.avif"))
	if err != nil || len(files) < 80 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		base := file[:len(file)-len(".avif")]
		t.Run(filepath.Base(base), func(t *testing.T) {
			if err := compare(t, file, base+".raw"); err != nil {
				t.Error(err)
			}
		})
	}
}

func compare(t *testing.T, file, raw string) error {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	want, err := os.ReadFile(raw)
	if err != nil {
		return err
	}
	m, err := Decode(data)
	if err != nil {
		return err
	}
	got, most, sum := m.(*image.RGBA).Pix, 0, 0
	if len(got) != len(want) {
		return fmt.Errorf("%d bytes, not %d", len(got), len(want))
	}
	for i, v := range got {
		d := max(int(v)-int(want[i]), int(want[i])-int(v))
		most, sum = max(most, d), sum+d
	}
	if mean := float64(sum) / float64(len(got)); most > 4 || mean > 0.7 {
		return fmt.Errorf("%d levels off, %.2f on average", most, mean)
	}
	return nil
}
