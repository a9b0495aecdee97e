package crop

import (
	"image"
	"testing"
)

func TestReduction(t *testing.T) {
	for _, tt := range []struct {
		part, target image.Point
		want         int
	}{
		{image.Pt(100, 100), image.Pt(100, 100), 1},
		{image.Pt(100, 100), image.Pt(300, 300), 1},
		{image.Pt(895, 896), image.Pt(224, 224), 1},
		{image.Pt(896, 895), image.Pt(224, 224), 1},
		{image.Pt(896, 896), image.Pt(224, 224), 2},
		{image.Pt(3000, 1800), image.Pt(224, 224), 4},
		{image.Pt(3584, 3584), image.Pt(224, 224), 8},
		{image.Pt(65535, 65535), image.Pt(1, 1), 8},
		{image.Pt(65535, 10), image.Pt(1, 10), 1},
	} {
		if got := reduction(tt.part, tt.target); got != tt.want {
			t.Errorf("%v to %v: by %d, want %d", tt.part, tt.target, got, tt.want)
		}
	}
}
