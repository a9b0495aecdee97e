package resample

import (
	"bytes"
	"fmt"
	"os/exec"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// TestScaleAsPillow compares with Pillow on noise that overshoots everywhere.
func TestScaleAsPillow(t *testing.T) {
	python := testenv.Python(t, "comparing resampling with Pillow")
	const script = `
import sys
from PIL import Image
w, h, to_w, to_h = map(int, sys.argv[1:])
m = Image.frombytes("L", (w, h), sys.stdin.buffer.read())
sys.stdout.buffer.write(m.resize((to_w, to_h), Image.Resampling.BICUBIC).tobytes())
`
	for _, tt := range [][4]int{{64, 48, 24, 20}, {63, 47, 64, 60}, {20, 30, 77, 91}, {50, 50, 90, 13}, {1, 40, 9, 7}, {33, 33, 33, 33}} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			src := noise(tt[0], tt[1])
			run := exec.CommandContext(t.Context(), python, "-c", script, fmt.Sprint(tt[0]), fmt.Sprint(tt[1]), fmt.Sprint(tt[2]), fmt.Sprint(tt[3]))
			run.Stdin = bytes.NewReader(src.Pix)
			want, err := run.Output()
			if err != nil || len(want) != tt[2]*tt[3] {
				t.Fatalf("Pillow: %d bytes, %v", len(want), err)
			}
			dst := Plane{Pix: make([]byte, tt[2]*tt[3]), Stride: tt[2]}
			across, down := NewFilter(tt[0], Grid{1, 0, tt[0]}, tt[2], 1), NewFilter(tt[1], Grid{1, 0, tt[1]}, tt[3], 1)
			ScaleAsPillow(dst, src, across, down)
			for i, v := range dst.Pix {
				if d := int(v) - int(want[i]); d < -1 || d > 1 {
					t.Fatalf("sample %d is %d, not %d", i, v, want[i])
				}
			}
		})
	}
}
