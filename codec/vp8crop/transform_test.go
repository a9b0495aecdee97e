package vp8crop

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// randomBlock returns coefficients of up to limit, of which half are 0, and those
// from end on.
func randomBlock(dice *rand.Rand, end, limit int) (b [16]int16) {
	for _, at := range zigzag[:end] {
		if dice.IntN(2) == 0 {
			b[at] = int16(dice.IntN(2*limit+1) - limit)
		}
	}
	return b
}

// extremeBlock returns coefficients that add up to as much as 32 bits let them,
// in some sample.
func extremeBlock(dice *rand.Rand) (b [16]int16) {
	signs := dice.IntN(16)
	for i := range b {
		switch row := i >> 2; {
		case i&1 == 1:
			b[i] = int16(dice.IntN(1 << 16))
		case row&1 == 1:
			b[i] = 24576 // times cos8, it is just below 2^31
		default:
			b[i] = 32767
		}
		if signs>>(i>>2)&1 == 1 {
			b[i] = -b[i]
		}
	}
	return b
}

// TestAddSameToTheBit holds what this processor does to what Go does, also of
// coefficients that no encoder writes.
func TestAddSameToTheBit(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	hold := func(t *testing.T, b [16]int16, end int) {
		t.Helper()
		stride := 4 + dice.IntN(9)
		got := make([]byte, 3*stride+4)
		for i := range got {
			got[i] = byte(dice.IntN(256))
		}
		want := append([]byte(nil), got...)
		add(&b, uint8(end), got, stride)
		addGo(&b, uint8(end), want, stride)
		if string(got) != string(want) {
			t.Fatalf("%v: %v is not %v", b, got, want)
		}
	}
	for _, limit := range []int{20, 300, 2000, 32767} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			for range 5000 {
				end := 2 + dice.IntN(15)
				hold(t, randomBlock(dice, end, limit), end)
			}
		})
	}
	t.Run("extreme", func(t *testing.T) {
		for range 5000 {
			hold(t, extremeBlock(dice), 16)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	block := randomBlock(rand.New(rand.NewPCG(1, 1)), 16, 300)
	var dst [16]byte
	for name, way := range map[string]func(*[16]int16, uint8, []byte, int){"here": add, "go": addGo} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				way(&block, 16, dst[:], 4)
			}
		})
	}
}
