package dct

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// basis is the n-th cosine of T.81, A.3.3, with its normalisation.
func basis(k, n int) float64 {
	c := 0.5
	if k == 0 {
		c = math.Sqrt(0.125)
	}
	return c * math.Cos(float64(2*n+1)*float64(k)*math.Pi/16)
}

// steps are quantization steps that differ.
func steps() *Steps {
	s := new(Steps)
	for n := range s {
		s[n] = int32(1 + n*5%31)
	}
	return s
}

func forwardFactors() *Factors {
	f := new(Factors)
	for n, step := range steps() {
		f[n] = ForwardFactor(n, uint16(step))
	}
	return f
}

// sparse returns a block with about count coefficients, dequantised up to limit.
func sparse(dice *rand.Rand, count, limit int) (b Block) {
	s := steps()
	for range count {
		n := dice.IntN(64)
		most := limit / int(s[n])
		b[n] = int32(dice.IntN(2*most+1) - most)
	}
	return b
}

// TestInverseIsTheFormula holds samples to T.81, A.3.3, before rounding.
func TestInverseIsTheFormula(t *testing.T) {
	s := steps()
	dice := rand.New(rand.NewPCG(1, 1))
	for count := range 64 {
		b := sparse(dice, count, 200)
		var want [64]float64
		for n, c := range b {
			for at := range want {
				want[at] += float64(c) * float64(s[n]) * basis(n%8, at%8) * basis(n/8, at/8)
			}
		}
		var got [64]byte
		Inverse(&b, s, got[:], 8)
		for at, v := range want {
			if v = min(max(v+128, 0), 255); math.Abs(float64(got[at])-v) > 0.65 {
				t.Fatalf("%d coefficients: sample %d is %d, not %.4f", count, at, got[at], v)
			}
		}
		if b != (Block{}) {
			t.Fatal("the block was not cleared")
		}
	}
}

// TestForwardIsTheFormula holds coefficients to T.81, A.3.3, before rounding.
func TestForwardIsTheFormula(t *testing.T) {
	f, s := forwardFactors(), steps()
	dice := rand.New(rand.NewPCG(1, 1))
	for range 100 {
		src := samples(dice, 8)
		var q Quantized
		nonzero := Forward(&q, src, 8, f)
		for n, got := range q {
			want := 0.0
			for at, v := range src {
				want += float64(int(v)-128) * basis(n/8, at%8) * basis(n%8, at/8)
			}
			if want /= float64(s[n]); math.Abs(float64(got)-want) > 0.5001 {
				t.Fatalf("coefficient %d is %d, not %.4f", n, got, want)
			}
			if nonzero>>n&1 == 1 != (got != 0) {
				t.Fatalf("coefficient %d is %d, which the bits deny", n, got)
			}
		}
	}
}

func samples(dice *rand.Rand, stride int) []byte {
	src := make([]byte, 7*stride+8)
	spread := 1 + dice.IntN(256)
	for i := range src {
		src[i] = byte(dice.IntN(spread))
	}
	return src
}

// TestSameToTheBit holds what this processor does to what Go does, also of
// coefficients that no picture has.
func TestSameToTheBit(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	f, st := forwardFactors(), steps()
	for _, limit := range []int{100, 2000, 1 << 20, math.MaxInt32} {
		t.Run(fmt.Sprint("inverse", limit), func(t *testing.T) {
			for i := range 2000 {
				b := sparse(dice, i%64, limit)
				again, stride := b, 8+dice.IntN(9)
				got, want := make([]byte, 7*stride+8), make([]byte, 7*stride+8)
				inverse(&b, st, got, stride)
				inverseGo(&again, st, want, stride)
				if string(got) != string(want) || b != again {
					t.Fatalf("%v is not %v", got, want)
				}
			}
		})
	}
	t.Run("forward", func(t *testing.T) {
		for range 5000 {
			stride := 8 + dice.IntN(9)
			src := samples(dice, stride)
			var got, want Quantized
			nonzero, wantNonzero := forward(&got, src, stride, f), forwardGo(&want, src, stride, f)
			if got != want || nonzero != wantNonzero {
				t.Fatalf("%v %x is not %v %x", got, nonzero, want, wantNonzero)
			}
		}
	})
}

// TestScales holds the constants to their formula.
func TestScales(t *testing.T) {
	for k, got := range scales {
		want := 1.0
		if k > 0 {
			want = math.Sqrt2 * math.Cos(float64(k)*math.Pi/16)
		}
		if math.Abs(got-want) > 1e-15 {
			t.Errorf("%d: %v, want %v", k, got, want)
		}
	}
}

func BenchmarkInverse(b *testing.B) {
	s := steps()
	whole := sparse(rand.New(rand.NewPCG(1, 1)), 12, 300)
	var dst [64]byte
	for name, way := range map[string]func(*Block, *Steps, []byte, int){"here": inverse, "go": inverseGo} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				block := whole
				way(&block, s, dst[:], 8)
			}
		})
	}
}

func BenchmarkForward(b *testing.B) {
	f := forwardFactors()
	src := samples(rand.New(rand.NewPCG(1, 1)), 8)
	var q Quantized
	for name, way := range map[string]func(*Quantized, []byte, int, *Factors) uint64{"here": forward, "go": forwardGo} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				way(&q, src, 8, f)
			}
		})
	}
}
