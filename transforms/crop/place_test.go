package crop

import (
	"image"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestPlace(t *testing.T) {
	size := image.Pt(640, 480)
	for name, tt := range map[string]struct {
		box  Box
		want *Box
	}{
		"pixels stay as they are":         {Box{X1: 0.1, Y1: -3, X2: 700, Y2: 0.3}, edges(0.1, -3, 700, 0.3)},
		"the same size too":               {Box{X1: 0.1, Y1: -3, X2: 700, Y2: 0.3, Of: Size{640, 480}}, edges(0.1, -3, 700, 0.3)},
		"fractions":                       {Box{X1: 0.25, Y1: 0.5, X2: 1, Y2: 1, Of: Fraction}, edges(160, 240, 640, 480)},
		"fractions of no binary fraction": {Box{X1: 0.1, Y1: 0.2, X2: 0.7, Y2: 0.9, Of: Fraction}, edges(64, 96, 448, 432)},
		"permille":                        {Box{X1: 100, Y1: 0, X2: 999, Y2: 1000, Of: Permille}, edges(64, 0, 639.36, 480)},
		"half the reference":              {Box{X1: 10, Y1: 20, X2: 1280, Y2: 960, Of: Size{1280, 960}}, edges(5, 10, 640, 480)},
		"another shape":                   {Box{X1: 10, Y1: 10, X2: 20, Y2: 20, Of: Size{320, 480}}, edges(20, 10, 40, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := place(&tt.box, size)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlaceRefuses(t *testing.T) {
	for name, box := range map[string]Box{
		"inverted":        {X1: 0.5, Y1: 0, X2: 0.4, Y2: 1, Of: Fraction},
		"not a number":    {X1: math.NaN(), X2: 1, Y2: 1, Of: Fraction},
		"no size":         {X2: 1, Y2: 1, Of: Size{0, 480}},
		"a negative size": {X2: 1, Y2: 1, Of: Size{640, -480}},
		"too large":       {X2: 1e308, Y2: 1, Of: Fraction},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Crop(fixture(t, "rgb.png"), &box, defaults())
			wantReason(t, err, reason.InvalidRow)
		})
	}
}

// TestResultBox holds that a result tells the box in the served picture's
// pixels, whichever way the crop was made.
func TestResultBox(t *testing.T) {
	whole := mustCrop(t, fixture(t, "rgb.png"), nil, defaults())
	if whole.Box != nil || whole.Rescaled {
		t.Errorf("the whole picture has the box %v, rescaled %t", whole.Box, whole.Rescaled)
	}
	size := Size{whole.SourceWidth, whole.SourceHeight}
	for name, tt := range map[string]struct {
		of       Size
		rescaled bool
	}{
		"pixels": {Size{}, false}, "its own size": {size, false},
		"twice its size": {Size{2 * size.Width, 2 * size.Height}, true},
	} {
		for _, file := range []string{"rgb.png", "baseline.jpg"} {
			t.Run(name+" "+file, func(t *testing.T) {
				box := edges(8, 6, 40, 30)
				if tt.rescaled {
					box = edges(16, 12, 80, 60)
				}
				box.Of = tt.of
				for _, o := range []Options{defaults(), sourceOptions()} {
					o.Margin = 0.5 // is not the box's
					got := mustCrop(t, fixture(t, file), box, o)
					if diff := cmp.Diff(edges(8, 6, 40, 30), got.Box); diff != "" || got.Rescaled != tt.rescaled {
						t.Errorf("rescaled %t\n%s", got.Rescaled, diff)
					}
				}
			})
		}
	}
}
