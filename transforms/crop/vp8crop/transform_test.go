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

// TestAddSameToTheBit holds what this processor does to what Go does, also of
// coefficients that no encoder writes.
func TestAddSameToTheBit(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	for _, limit := range []int{20, 300, 2000, 32767} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			for range 5000 {
				end, stride := 2+dice.IntN(15), 4+dice.IntN(9)
				b := randomBlock(dice, end, limit)
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
		})
	}
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
