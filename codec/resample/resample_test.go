package resample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// exact scales one axis in floating point, by the definition.
func exact(src []float64, from int, g Grid, to, step int) []float64 {
	out := make([]float64, (to+step-1)/step)
	scale := float64(from) / float64(to) // pixels
	wide := max(float64(step)*scale/float64(g.Step), 1)
	for i := range out {
		centre := ((float64(i)+0.5)*float64(step)*scale + float64(g.Phase)) / float64(g.Step)
		sum, weights := 0.0, 0.0
		for j, v := range src {
			w := catmullRom((float64(j) + 0.5 - centre) / wide)
			sum, weights = sum+w*v, weights+w
		}
		out[i] = sum / weights
	}
	return out
}

func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return 1.5*x*x*x - 2.5*x*x + 1
	case x < 2:
		return -0.5*x*x*x + 2.5*x*x - 4*x + 2
	}
	return 0
}

// exactPlane scales both axes so.
func exactPlane(src Plane, w, h int, across, down func([]float64) []float64) [][]float64 {
	columns := make([][]float64, w)
	for x := range columns {
		column := make([]float64, h)
		for y := range column {
			column[y] = float64(src.Pix[y*src.Stride+x])
		}
		columns[x] = down(column)
	}
	out := make([][]float64, len(columns[0]))
	for y := range out {
		row := make([]float64, w)
		for x := range row {
			row[x] = columns[x][y]
		}
		out[y] = across(row)
	}
	return out
}

func noise(w, h int) Plane {
	p := Plane{Pix: make([]byte, w*h), Stride: w}
	dice := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	for i := range p.Pix {
		p.Pix[i] = byte(dice.IntN(256))
		if dice.IntN(4) == 0 {
			p.Pix[i] = byte(255 * dice.IntN(2)) // so that sums go beyond the range
		}
	}
	return p
}

// TestScale holds every sample within 1 of what floating point gives.
func TestScale(t *testing.T) {
	for _, tt := range []struct{ from, step, phase, to, half int }{
		{1, 1, 0, 1, 1}, {1, 1, 0, 7, 1}, {9, 1, 0, 1, 1}, {16, 1, 0, 16, 1}, {17, 1, 0, 5, 1}, {5, 1, 0, 33, 1}, {100, 1, 0, 99, 1},
		{31, 2, 1, 16, 1}, {31, 2, 1, 9, 2}, {30, 2, 0, 30, 2}, {30, 2, 1, 47, 2}, {64, 4, 3, 10, 2}, {100, 16, 5, 3, 1}, {200, 1, 0, 3, 1},
	} {
		for _, other := range []struct{ from, to int }{{13, 13}, {13, 6}, {8, 21}, {2, 2}} {
			t.Run(fmt.Sprint(tt, other), func(t *testing.T) {
				across := Grid{tt.step, tt.phase, (tt.from + tt.phase + tt.step - 1) / tt.step}
				down := Grid{1, 0, other.from}
				src := noise(across.Count, down.Count)
				h, v := NewFilter(tt.from, across, tt.to, tt.half), NewFilter(other.from, down, other.to, 1)
				want := exactPlane(src, across.Count, down.Count,
					func(row []float64) []float64 { return exact(row, tt.from, across, tt.to, tt.half) },
					func(column []float64) []float64 { return exact(column, other.from, down, other.to, 1) })
				wantNear(t, src, h, v, want)
				back := exactPlane(src, across.Count, down.Count, // the same with the axes exchanged, as one may be odd
					func(row []float64) []float64 { return exact(row, tt.from, across, other.to, 1) },
					func(column []float64) []float64 { return exact(column, other.from, down, other.to, 1) })
				wantNear(t, src, NewFilter(tt.from, across, other.to, 1), v, back)
			})
		}
	}
}

func wantNear(t *testing.T, src Plane, h, v *Filter, want [][]float64) {
	t.Helper()
	dst := Plane{Pix: make([]byte, len(want)*len(want[0])), Stride: len(want[0])}
	Scale(dst, src, h, v)
	for y, row := range want {
		for x, w := range row {
			w = min(max(w, 0), 255)
			if got := float64(dst.Pix[y*dst.Stride+x]); math.Abs(got-w) > 1 {
				t.Fatalf("at %d,%d: %v, want %.2f", x, y, got, w)
			}
		}
	}
}

// TestPlainStaysPlain holds that no value of a plain area is changed.
func TestPlainStaysPlain(t *testing.T) {
	for v := range 256 {
		src := Plane{Pix: make([]byte, 50*40), Stride: 50}
		for i := range src.Pix {
			src.Pix[i] = byte(v)
		}
		dst := Plane{Pix: make([]byte, 23*57), Stride: 23}
		Scale(dst, src, NewFilter(50, Grid{1, 0, 50}, 23, 1), NewFilter(40, Grid{1, 0, 40}, 57, 1))
		for i, got := range dst.Pix {
			if int(got) != v {
				t.Fatalf("%d becomes %d at %d", v, got, i)
			}
		}
	}
}

func TestWeights(t *testing.T) {
	for _, tt := range []struct{ from, to int }{{1, 1}, {1, 65535}, {65535, 1}, {65535, 65534}, {480, 224}, {3, 2}, {2, 3}} {
		f := NewFilter(tt.from, Grid{1, 0, tt.from}, tt.to, 1)
		for i := range f.count {
			sum := int64(0)
			for j, w := range f.weights[i*f.taps:][:f.taps] {
				sum += w
				if w != 0 && f.starts[i]+j >= tt.from {
					t.Fatalf("%v: window %d weighs what is not there", tt, i)
				}
			}
			if sum != 1<<weightBits || i > 0 && f.starts[i] < f.starts[i-1] {
				t.Fatalf("%v: window %d from %d weighs %d", tt, i, f.starts[i], sum)
			}
		}
	}
}

func BenchmarkScale(b *testing.B) {
	for _, tt := range []struct{ from, to int }{{480, 224}, {256, 224}, {112, 224}} {
		b.Run(fmt.Sprint(tt.from, "to", tt.to), func(b *testing.B) {
			src := noise(tt.from, tt.from)
			dst := Plane{Pix: make([]byte, tt.to*tt.to), Stride: tt.to}
			for b.Loop() {
				f := NewFilter(tt.from, Grid{1, 0, tt.from}, tt.to, 1)
				Scale(dst, src, f, f)
			}
		})
	}
}

// FuzzScale scales a plain plane by any grid: every sample keeps the value, so
// no window reaches beyond the plane.
func FuzzScale(f *testing.F) {
	f.Add(uint16(100), uint16(30), uint8(2), uint8(1), uint8(2), uint16(7), uint16(9))
	f.Add(uint16(1), uint16(300), uint8(31), uint8(31), uint8(1), uint16(300), uint16(1))
	f.Fuzz(func(t *testing.T, from, to uint16, step, phase, half uint8, height, target uint16) {
		w, tw, s := int(from)%400+1, int(to)%400+1, int(step)%32+1
		h, th := int(height)%400+1, int(target)%400+1
		g := Grid{Step: s, Phase: int(phase) % s}
		g.Count = (w + g.Phase + s - 1) / s
		across, down := NewFilter(w, g, tw, int(half)%2+1), NewFilter(h, Grid{1, 0, h}, th, 1)
		src := Plane{Pix: make([]byte, g.Count*h), Stride: g.Count}
		for i := range src.Pix {
			src.Pix[i] = step
		}
		dst := Plane{Pix: make([]byte, across.count*th), Stride: across.count}
		Scale(dst, src, across, down)
		for i, v := range dst.Pix {
			if v != step {
				t.Fatalf("%d becomes %d at %d", step, v, i)
			}
		}
	})
}
