package crop

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is opaque is not drawn anew, and looks as if it were.
func TestFlatten(t *testing.T) {
	bounds := image.Rect(-3, 2, 27, 22)
	boxes := []image.Rectangle{bounds, image.Rect(-1, 5, 12, 21), image.Rect(26, 21, 27, 22), image.Rect(-5, 0, 10, 10)}
	for _, m := range []draw.Image{image.NewRGBA(bounds), image.NewNRGBA(bounds)} {
		for _, hole := range []image.Point{{-100, 0}, {-3, 2}, {11, 20}, {26, 21}} {
			for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
				for x := bounds.Min.X; x < bounds.Max.X; x++ {
					m.Set(x, y, color.NRGBA{uint8(8 * x), uint8(11 * y), uint8(x * y), 255})
				}
			}
			if hole.In(bounds) {
				m.Set(hole.X, hole.Y, color.NRGBA{200, 100, 0, 128})
			}
			for _, r := range boxes {
				t.Run(fmt.Sprintf("%T/%v/%v", m, hole, r), func(t *testing.T) {
					out := flatten(m, r)
					want := white(r.Size())
					draw.Draw(want, want.Rect, m, r.Min, draw.Over)
					got := image.NewRGBA(out.Rect)
					draw.Draw(got, got.Rect, out, image.Point{}, draw.Src)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Error(diff)
					}
					before := out.Pix[0]
					m.Set(r.Min.X, r.Min.Y, color.Black)
					shared := out.Pix[0] != before
					if opaque := r.In(bounds) && !hole.In(r); shared != opaque {
						t.Errorf("it is a view: %v; it is opaque: %v", shared, opaque)
					}
				})
			}
		}
	}
}
