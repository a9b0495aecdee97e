package percent

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		whole       int64
		parts, want []int64
	}{
		{Whole, []int64{1611, 389}, []int64{806, 194}}, // 80.55 and 19.45
		{Whole, []int64{389, 1611}, []int64{194, 806}},
		{Whole, []int64{1, 1, 1}, []int64{334, 333, 333}},
		{Whole, []int64{98, 2}, []int64{980, 20}},
		{Whole, []int64{0, 5}, []int64{0, 1000}},
		{Whole, []int64{0, 0}, []int64{0, 0}},
		{194, []int64{300, 89}, []int64{150, 44}},
		{0, []int64{3, 4}, []int64{0, 0}},
		{Whole, nil, []int64{}},
	} {
		if got := Split(c.whole, c.parts...); !slices.Equal(got, c.want) {
			t.Errorf("Split(%d, %v) = %v, want %v", c.whole, c.parts, got, c.want)
		}
	}
}

// Whatever the parts, nothing is lost or invented, and no share is further from
// the truth than one unit.
func TestSplitAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		parts := make([]int64, 1+random.IntN(9))
		var sum int64
		for i := range parts {
			parts[i] = random.Int64N(1 << random.IntN(50))
			sum += parts[i]
		}
		var shared int64
		for i, share := range Split(Whole, parts...) {
			shared += share
			if exact := float64(parts[i]) / float64(max(sum, 1)) * Whole; float64(share) <= exact-1.001 || float64(share) >= exact+1.001 {
				t.Fatalf("%v: share %d is %d, exactly %v", parts, i, share, exact)
			}
		}
		if sum > 0 && shared != Whole {
			t.Fatalf("%v: the shares add up to %d", parts, shared)
		}
		if whole, part := sum, parts[0]; whole > 0 && Of(part, whole)+Of(whole-part, whole) != Whole {
			t.Fatalf("%d of %d and the rest do not add up", part, whole)
		}
	}
}

func TestText(t *testing.T) {
	for tenths, want := range map[int64]string{0: "0.0%", 7: "0.7%", 806: "80.6%", 1000: "100.0%"} {
		if got := Text(tenths); got != want {
			t.Errorf("Text(%d) = %q, want %q", tenths, got, want)
		}
	}
}
