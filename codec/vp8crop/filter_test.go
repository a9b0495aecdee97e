package vp8crop

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// randomSamples returns planes of some macroblocks, from flat to noise and from
// level to steep, up to the ends of the range.
func randomSamples(dice *rand.Rand, count int) samples {
	s := newSamples(count)
	for _, p := range s.planes() {
		noise, across, down := 1+dice.IntN(1<<dice.IntN(9)), slope(dice, p.stride), slope(dice, len(p.pix)/p.stride)
		for i := range p.pix {
			p.pix[i] = clamp(int32(across[i%p.stride] + down[i/p.stride] + dice.IntN(noise) - noise/2))
		}
	}
	return s
}

// slope returns numbers that go up and down, by steps that are much the same.
func slope(dice *rand.Rand, count int) []int {
	step, at := dice.IntN(1<<dice.IntN(8)), dice.IntN(128)
	numbers := make([]int, count)
	for i := range numbers {
		if at < 0 || at > 127 {
			step = -step
		}
		at += step
		numbers[i] = at
	}
	return numbers
}

func (s *samples) clone() samples {
	c := *s
	for _, p := range c.planes() {
		p.pix = append([]byte(nil), p.pix...)
	}
	return c
}

// TestFilterSameToTheBit holds what this processor does to what Go does, for
// each level and sharpness, and for limits that none of them has.
func TestFilterSameToTheBit(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	hold := func(t *testing.T, e edges) {
		t.Helper()
		for i := range 16 {
			got := randomSamples(dice, 3)
			want := got.clone()
			x, top, inside := dice.IntN(3), i&1 == 0, i&2 == 0
			got.filter(&e, x, top, inside)
			want.filterGo(&e, x, top, inside)
			for n, p := range got.planes() {
				if w := want.planes()[n]; string(p.pix) != string(w.pix) {
					t.Fatalf("plane %d differs: macroblock %d, top %t, inside %t", n, x, top, inside)
				}
			}
		}
	}
	for sharpness := range 8 {
		t.Run(fmt.Sprint("sharpness", sharpness), func(t *testing.T) {
			for level := range 64 {
				hold(t, edgesOf(newFilter(level, sharpness), false))
			}
		})
	}
	t.Run("any limits", func(t *testing.T) {
		for range 5000 {
			hold(t, edgesOf(filter{edge: dice.IntN(190), interior: dice.IntN(64), variance: dice.IntN(3)}, false))
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	e := edgesOf(newFilter(20, 0), false)
	whole := randomSamples(rand.New(rand.NewPCG(1, 1)), 3)
	for name, way := range map[string]func(*samples, *edges, int, bool, bool){"here": (*samples).filter, "go": (*samples).filterGo} {
		b.Run(name, func(b *testing.B) {
			s := whole.clone()
			for b.Loop() {
				way(&s, &e, 1, false, true)
			}
		})
	}
}
