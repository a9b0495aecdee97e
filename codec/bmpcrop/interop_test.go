package bmpcrop

import (
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// TestPillow compares whole pictures with Pillow's.
func TestPillow(t *testing.T) {
	python := testenv.Python(t, "comparing with Pillow")
	dir, all := t.TempDir(), variants()
	name := func(i int) string { return filepath.Join(dir, fmt.Sprintf("%03d.bmp", i)) }
	for i, v := range all {
		if err := os.WriteFile(name(i), v.file(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const script = `
import pathlib, sys
from PIL import Image
for path in pathlib.Path(sys.argv[1]).glob("*.bmp"):
    path.with_suffix(".raw").write_bytes(Image.open(path).convert("RGB").tobytes())
`
	if out, err := exec.CommandContext(t.Context(), python, "-c", script, dir).CombinedOutput(); err != nil {
		t.Fatalf("Pillow: %v\n%s", err, out)
	}
	for i, v := range all {
		t.Run(fmt.Sprintf("%s, header %d, %d bits", v.name, v.header, v.bits), func(t *testing.T) {
			want, err := os.ReadFile(name(i)[:len(name(i))-3] + "raw")
			if err != nil {
				t.Fatal(err)
			}
			got := decodeAll(t, v.file())
			for i := range got.Rect.Dx() * got.Rect.Dy() {
				for c := range 3 {
					// Pillow cuts off where samples of 5 and 6 bits become 8.
					if d := int(got.Pix[4*i+c]) - int(want[3*i+c]); d < 0 || d > 1 || d != 0 && v.bits != 16 {
						t.Fatalf("pixel %d is %v, not %v", i, got.Pix[4*i:4*i+4], want[3*i:3*i+3])
					}
				}
			}
		})
	}
}

func decodeAll(t testing.TB, data []byte) *image.RGBA {
	t.Helper()
	size, err := Size(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Decode(data, image.Rectangle{Max: size})
	if err != nil {
		t.Fatal(err)
	}
	return m.(*image.RGBA)
}
