package crop

import (
	"image"
	"runtime"
	"testing"
)

// TestResizeAgainstPillow holds both filters to Pillow's BICUBIC, which rounds
// otherwise: in fixed point, and to whole levels between its two passes.
func TestResizeAgainstPillow(t *testing.T) {
	for _, source := range []string{"rgb.png", "baseline.jpg"} {
		prefix := ""
		if source == "baseline.jpg" {
			prefix = "baseline-"
		}
		for name, size := range map[string]image.Point{"down": {17, 13}, "up": {97, 71}} {
			t.Run(source+" "+name, func(t *testing.T) {
				o := defaults()
				o.Mode, o.Width, o.Height = modeStretch, size.X, size.Y
				got := pixelsOf(t, mustCrop(t, fixture(t, source), edges(5, 4, 45, 34), o))
				wantClose(t, got, decodePNG(t, readFile(t, "pillow", prefix+name+".png")), 2, 0.3)
			})
		}
	}
}

func TestResizeModes(t *testing.T) {
	tests := []struct {
		mode         string
		w, h         int
		wantW, wantH int
	}{
		{modeFit, 10, 10, 10, 8}, {modeFit, 80, 80, 80, 60}, {modeFit, 40, 30, 40, 30},
		{modeFill, 10, 10, 10, 10}, {modeFill, 80, 20, 80, 20},
		{modeStretch, 10, 10, 10, 10}, {modeStretch, 1, 99, 1, 99},
	}
	for _, tt := range tests {
		o := defaults()
		o.Mode, o.Width, o.Height = tt.mode, tt.w, tt.h
		for _, name := range []string{"baseline.jpg", "gray.png", "palette_alpha.png"} {
			r := mustCrop(t, fixture(t, name), edges(5, 5, 45, 35), o)
			pixelsOf(t, r)
			if r.Width != tt.wantW || r.Height != tt.wantH {
				t.Errorf("%s to %s %dx%d: got %dx%d, want %dx%d", name, tt.mode, tt.w, tt.h, r.Width, r.Height, tt.wantW, tt.wantH)
			}
		}
	}
}

// TestResizeStrips holds the memory for pictures of extreme shape, whose
// scaling could need gigabytes: for weights, or between its two passes.
func TestResizeStrips(t *testing.T) {
	const long = 300_000
	for _, tt := range []struct{ size, target image.Point }{
		{image.Pt(1, long), image.Pt(224, 224)},
		{image.Pt(long, 1), image.Pt(224, 224)},
		{image.Pt(1, 60_000), image.Pt(1000, 1)},
		{image.Pt(60_000, 1), image.Pt(1, 1000)},
	} {
		m := image.NewGray(image.Rectangle{Max: tt.size})
		used := allocated(func() {
			if got := resize(m, tt.target, false).Bounds().Size(); got != tt.target {
				t.Errorf("%v to %v gives %v", tt.size, tt.target, got)
			}
		})
		if used > 12<<20 {
			t.Errorf("%v to %v takes %d MB", tt.size, tt.target, used>>20)
		}
	}
}

// allocated returns the bytes that f allocates, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
