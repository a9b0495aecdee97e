package crop

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestRectangle(t *testing.T) {
	box := edges
	tests := []struct {
		name   string
		box    *Box
		margin float64
		square bool
		w, h   int
		want   image.Rectangle
	}{
		{"whole", nil, 0, false, 100, 80, image.Rect(0, 0, 100, 80)},
		{"whole has no margin", nil, 1, false, 100, 80, image.Rect(0, 0, 100, 80)},
		{"whole wide, square", nil, 0, true, 101, 80, image.Rect(10, 0, 90, 80)},
		{"whole tall, square", nil, 0, true, 80, 100, image.Rect(0, 10, 80, 90)},

		{"integers are exact", box(10, 20, 30, 50), 0, false, 100, 100, image.Rect(10, 20, 30, 50)},
		{"the whole picture", box(0, 0, 100, 80), 0, false, 100, 80, image.Rect(0, 0, 100, 80)},
		{"fractions go outwards", box(10.2, 20.9, 30.1, 49.5), 0, false, 100, 100, image.Rect(10, 20, 31, 50)},
		{"nearly integers are integers", box(9.9999999, 20.0000001, 30.0000001, 49.9999999), 0, false, 100, 100, image.Rect(10, 20, 30, 50)},
		{"within one pixel", box(10.2, 10.2, 10.4, 10.4), 0, false, 100, 100, image.Rect(10, 10, 11, 11)},
		{"a sliver", box(10, 10, 10+1e-9, 10+1e-9), 0, false, 100, 100, image.Rect(10, 10, 11, 11)},
		{"a sliver inside the left edge", box(-5, 0, 1e-9, 10), 0, false, 100, 100, image.Rect(0, 0, 1, 10)},
		{"a sliver inside the right edge", box(100-1e-9, 0, 105, 10), 0, false, 100, 100, image.Rect(99, 0, 100, 10)},
		{"clamped left and top", box(-10, -20, 30, 40), 0, false, 100, 100, image.Rect(0, 0, 30, 40)},
		{"clamped right and bottom", box(80, 90, 300, 400), 0, false, 100, 100, image.Rect(80, 90, 100, 100)},
		{"huge", box(-1e300, -1e300, 1e300, 1e300), 0, false, 100, 80, image.Rect(0, 0, 100, 80)},
		{"largest floats", box(-math.MaxFloat64, 5, math.MaxFloat64, 10), 10, true, 100, 80, image.Rect(0, 0, 80, 80)},
		{"1x1 picture", box(0, 0, 1, 1), 3, true, 1, 1, image.Rect(0, 0, 1, 1)},

		{"margin", box(40, 40, 60, 50), 0.5, false, 100, 100, image.Rect(30, 35, 70, 55)},
		{"margin of tenths", box(33, 33, 63, 63), 0.1, false, 100, 100, image.Rect(30, 30, 66, 66)},
		{"margin clamped", box(5, 5, 25, 15), 0.5, false, 100, 100, image.Rect(0, 0, 35, 20)},
		{"margin, then square", box(40, 40, 60, 50), 0.5, true, 100, 100, image.Rect(30, 25, 70, 65)},

		{"square grows the height", box(20, 40, 60, 50), 0, true, 100, 100, image.Rect(20, 25, 60, 65)},
		{"square grows the width", box(40, 20, 50, 60), 0, true, 100, 100, image.Rect(25, 20, 65, 60)},
		{"square of an odd difference", box(40, 20, 50, 61), 0, true, 100, 100, image.Rect(25, 20, 66, 61)},
		{"square shifted right", box(0, 20, 10, 60), 0, true, 100, 100, image.Rect(0, 20, 40, 60)},
		{"square shifted left", box(90, 20, 100, 60), 0, true, 100, 100, image.Rect(60, 20, 100, 60)},
		{"square shifted down", box(20, 0, 60, 10), 0, true, 100, 100, image.Rect(20, 0, 60, 40)},
		{"square shifted up", box(20, 90, 60, 100), 0, true, 100, 100, image.Rect(20, 60, 60, 100)},
		{"square of a box that protrudes", box(-20, 10, 20, 20), 0, true, 100, 100, image.Rect(0, 0, 40, 40)},
		{"square wider than a low picture", box(10, 5, 90, 25), 0, true, 100, 30, image.Rect(35, 0, 65, 30)},
		{"square higher than a narrow picture", box(5, 0, 25, 90), 0, true, 30, 100, image.Rect(0, 30, 30, 60)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{Margin: tt.margin, Square: tt.square, MinSize: 1}
			got, err := rectangle(tt.box, image.Pt(tt.w, tt.h), o)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRectangleRefuses(t *testing.T) {
	size := image.Pt(100, 80)
	tests := []struct {
		name   string
		box    *Box
		margin float64
		min    int
		want   reason.Reason
	}{
		{"left", edges(-20, 10, -5, 20), 0, 1, reason.BoxOutside},
		{"touching the left edge", edges(-20, 10, 0, 20), 0, 1, reason.BoxOutside},
		{"touching the right edge", edges(100, 10, 120, 20), 0, 1, reason.BoxOutside},
		{"touching the top edge", edges(10, -5, 20, 0), 0, 1, reason.BoxOutside},
		{"touching the bottom edge", edges(10, 80, 20, 90), 0, 1, reason.BoxOutside},
		{"a margin does not bring it in", edges(-20, 10, -5, 20), 1, 1, reason.BoxOutside},
		{"far away", edges(1e300, 1e300, 2e300, 2e300), 0, 1, reason.BoxOutside},
		{"inverted", edges(20, 10, 10, 20), 0, 1, reason.InvalidRow},
		{"not a number", edges(math.NaN(), 10, 10, 20), 0, 1, reason.InvalidRow},
		{"narrow", edges(10, 10, 19, 30), 0, 10, reason.TooSmall},
		{"low", edges(10, 10, 30, 19), 0, 10, reason.TooSmall},
		{"too small once clamped", edges(-30, 10, 5, 40), 0, 10, reason.TooSmall},
		{"whole", nil, 0, 81, reason.TooSmall},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rectangle(tt.box, size, Options{Margin: tt.margin, MinSize: tt.min})
			wantReason(t, err, tt.want)
		})
	}
	if _, err := rectangle(edges(10, 10, 20, 20), size, Options{MinSize: 10}); err != nil {
		t.Errorf("exactly the smallest size: %v", err)
	}
}

// TestRectangleProperties holds for any box: the result lies in the picture
// and is not empty; it covers the box's part of the picture; a square is as
// large as the picture allows.
func TestRectangleProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	number := func() float64 {
		switch r.IntN(4) {
		case 0:
			return float64(r.IntN(400) - 100)
		case 1:
			return r.NormFloat64() * math.Pow(10, float64(r.IntN(300)))
		default:
			return r.Float64()*400 - 100
		}
	}
	seen := 0
	for range 50_000 {
		size := image.Pt(1+r.IntN(200), 1+r.IntN(200))
		whole := image.Rectangle{Max: size}
		b := *edges(number(), number(), number(), number())
		if b.Check() != nil || !b.meets(size) {
			continue
		}
		seen++
		o := Options{MinSize: 1, Square: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			o.Margin = 10 * r.Float64()
		}
		got, err := rectangle(&b, size, o)
		if err != nil {
			t.Fatalf("%v in %v: %v", b, size, err)
		}
		if got.Empty() || !got.In(whole) {
			t.Fatalf("%v in %v with %+v gives %v", b, size, o, got)
		}
		plain, err := rectangle(&b, size, Options{MinSize: 1})
		if err != nil {
			t.Fatal(err)
		}
		if o.Square && got.Dx() != got.Dy() {
			t.Fatalf("%v in %v with %+v gives %v, which is not square", b, size, o, got)
		}
		fits := max(plain.Dx(), plain.Dy()) <= min(size.X, size.Y)
		if (!o.Square || fits) && !plain.In(got) && !protrudes(b, size) {
			t.Fatalf("%v in %v with %+v gives %v, which lacks some of %v", b, size, o, got, plain)
		}
	}
	if seen < 5_000 {
		t.Fatalf("only %d boxes met their picture", seen)
	}
}

func protrudes(b Box, size image.Point) bool {
	return b.X1 < 0 || b.Y1 < 0 || b.X2 > float64(size.X) || b.Y2 > float64(size.Y)
}

func TestScaling(t *testing.T) {
	tests := []struct {
		name   string
		r      image.Rectangle
		mode   string
		w, h   int
		part   image.Rectangle
		target image.Point
	}{
		{"none", image.Rect(5, 6, 45, 36), modeFit, 0, 0, image.Rect(5, 6, 45, 36), image.Pt(40, 30)},
		{"fit wide", image.Rect(5, 6, 45, 36), modeFit, 20, 20, image.Rect(5, 6, 45, 36), image.Pt(20, 15)},
		{"fit tall", image.Rect(0, 0, 30, 40), modeFit, 20, 20, image.Rect(0, 0, 30, 40), image.Pt(15, 20)},
		{"fit scales up", image.Rect(0, 0, 30, 40), modeFit, 120, 120, image.Rect(0, 0, 30, 40), image.Pt(90, 120)},
		{"fit exact", image.Rect(0, 0, 30, 40), modeFit, 30, 40, image.Rect(0, 0, 30, 40), image.Pt(30, 40)},
		{"fit rounds", image.Rect(0, 0, 3, 2), modeFit, 10, 10, image.Rect(0, 0, 3, 2), image.Pt(10, 7)},
		{"fit keeps a pixel", image.Rect(0, 0, 5000, 1), modeFit, 10, 10, image.Rect(0, 0, 5000, 1), image.Pt(10, 1)},
		{"fill cuts the width", image.Rect(10, 10, 50, 30), modeFill, 7, 7, image.Rect(20, 10, 40, 30), image.Pt(7, 7)},
		{"fill cuts the height", image.Rect(10, 10, 30, 50), modeFill, 7, 7, image.Rect(10, 20, 30, 40), image.Pt(7, 7)},
		{"fill exact", image.Rect(10, 10, 30, 50), modeFill, 10, 20, image.Rect(10, 10, 30, 50), image.Pt(10, 20)},
		{"fill keeps a pixel", image.Rect(0, 0, 1, 60000), modeFill, 60000, 1, image.Rect(0, 29999, 1, 30000), image.Pt(60000, 1)},
		{"stretch", image.Rect(10, 10, 50, 30), modeStretch, 7, 70, image.Rect(10, 10, 50, 30), image.Pt(7, 70)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			part, target := scaling(tt.r, Options{Mode: tt.mode, Width: tt.w, Height: tt.h})
			if part != tt.part || target != tt.target {
				t.Errorf("got %v to %v, want %v to %v", part, target, tt.part, tt.target)
			}
		})
	}
}

// TestScalingOnlyIfBigger holds which crops of 40x30 stay as they are.
func TestScalingOnlyIfBigger(t *testing.T) {
	r := image.Rect(5, 6, 45, 36)
	for _, tt := range []struct {
		mode    string
		w, h    int
		shrinks bool
	}{
		{modeFit, 20, 20, true}, {modeFit, 40, 40, true}, {modeFit, 41, 31, false}, {modeFit, 100, 20, true},
		{modeFill, 20, 20, true}, {modeFill, 30, 30, true}, {modeFill, 20, 31, false}, {modeFill, 41, 20, false},
		{modeStretch, 40, 30, true}, {modeStretch, 20, 31, false},
		{modePad, 20, 20, true}, {modePad, 50, 50, false},
	} {
		o := Options{Mode: tt.mode, Width: tt.w, Height: tt.h}
		wantPart, want := scaling(r, o)
		if !tt.shrinks {
			wantPart, want = r, r.Size()
		}
		o.OnlyIfBigger = true
		if part, target := scaling(r, o); part != wantPart || target != want {
			t.Errorf("%s to %dx%d: got %v to %v, want %v to %v", tt.mode, tt.w, tt.h, part, target, wantPart, want)
		}
	}
}

func TestScalingProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	side := func() int { return 1 + int(math.Exp(r.Float64()*math.Log(65535))) }
	for range 20_000 {
		rect := image.Rect(0, 0, side(), side()).Add(image.Pt(r.IntN(10), r.IntN(10)))
		o := Options{Width: min(side(), maxSide), Height: min(side(), maxSide)}
		for _, o.Mode = range []string{modeFit, modeFill, modeStretch} {
			part, target := scaling(rect, o)
			if part.Empty() || !part.In(rect) {
				t.Fatalf("%v with %+v takes %v", rect, o, part)
			}
			if target.X < 1 || target.Y < 1 || target.X > o.Width || target.Y > o.Height {
				t.Fatalf("%v with %+v gives %v", rect, o, target)
			}
			if o.Mode != modeFit && target != image.Pt(o.Width, o.Height) {
				t.Fatalf("%v with %+v gives %v", rect, o, target)
			}
			if o.Mode == modeFit && target.X != o.Width && target.Y != o.Height {
				t.Fatalf("%v with %+v gives %v, which could be larger", rect, o, target)
			}
		}
	}
}

// Limits of the source picture hold at the limit itself, whichever side is longer.
func TestAdmit(t *testing.T) {
	for _, tt := range []struct {
		size  image.Point
		min   int
		ratio float64
		want  reason.Reason
	}{
		{image.Pt(1, 5000), 0, 0, ""},
		{image.Pt(200, 300), 200, 0, ""},
		{image.Pt(199, 300), 200, 0, reason.SourceTooSmall},
		{image.Pt(300, 199), 200, 0, reason.SourceTooSmall},
		{image.Pt(300, 100), 0, 3, ""},
		{image.Pt(301, 100), 0, 3, reason.AspectRatio},
		{image.Pt(100, 301), 0, 3, reason.AspectRatio},
		{image.Pt(101, 100), 0, 1, reason.AspectRatio},
		{image.Pt(100, 100), 0, 1, ""},
		{image.Pt(10, 100), 20, 3, reason.SourceTooSmall},
	} {
		t.Run(fmt.Sprintf("%v min %d ratio %v", tt.size, tt.min, tt.ratio), func(t *testing.T) {
			o := defaults()
			o.MinSourceSize, o.MaxAspectRatio = tt.min, tt.ratio
			var picture bytes.Buffer
			if err := png.Encode(&picture, image.NewGray(image.Rectangle{Max: tt.size})); err != nil {
				t.Fatal(err)
			}
			_, err := Open(picture.Bytes(), 1, o)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantReason(t, err, tt.want)
		})
	}
}
