package repeats

import (
	"fmt"
	"iter"
	"math"
	"testing"
)

// links are numbered from low to high.
func links(low, high int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := low; i < high; i++ {
			if !yield(fmt.Sprintf("https://example.org/%d.jpg", i)) {
				return
			}
		}
	}
}

// tally counts shards of size links; each begins step links after the one before,
// so that size-step of them repeat.
func tally(t *testing.T, shards, size, step int) *Tally {
	t.Helper()
	var all Tally
	for i := range shards {
		if err := all.Add(Sketch(links(i*step, i*step+size))); err != nil {
			t.Fatal(err)
		}
	}
	return &all
}

func TestRepeats(t *testing.T) {
	for _, c := range []struct {
		shards, size, step int
		exact              bool
	}{
		{1, 100, 100, true},
		{20, 100, 100, true},
		{20, 100, 70, true},
		{2, 100, 0, true},
		{0, 0, 0, true},
		{5, 0, 0, true},
		{1, 5000, 5000, true}, // nothing repeats in one shard
		{100, 500, 500, true},
		{100, 500, 450, false},
		{100, 500, 250, false},
		{2500, 130, 120, false}, // more than are counted at a time
	} {
		t.Run(fmt.Sprintf("%d shards of %d, %d apart", c.shards, c.size, c.step), func(t *testing.T) {
			all := tally(t, c.shards, c.size, c.step)
			want := float64(max(c.shards-1, 0) * (c.size - c.step))
			allowed := 0.0
			if !c.exact {
				share := float64(all.below) / (1 << 64)
				allowed = 4 * math.Sqrt(want/share) // the standard error, four times
			}
			if got := float64(all.Repeats()); math.Abs(got-want) > allowed {
				t.Errorf("%.0f repeats, want %.0f within %.0f", got, want, allowed)
			}
			if len(all.seen) > maxLinks {
				t.Errorf("%d links are counted", len(all.seen))
			}
		})
	}
}

// Which shards come first decides nothing while there is room for all.
func TestOrder(t *testing.T) {
	var forth, back Tally
	for i := range 50 {
		for tally, i := range map[*Tally]int{&forth: i, &back: 49 - i} {
			if err := tally.Add(Sketch(links(i*800, i*800+1000))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if forth.Repeats() != back.Repeats() || forth.Repeats() == 0 {
		t.Errorf("%d and %d", forth.Repeats(), back.Repeats())
	}
}

func FuzzAdd(f *testing.F) {
	f.Add(Sketch(links(0, 3)))
	f.Add(Sketch(links(0, 300)))
	f.Fuzz(func(t *testing.T, sketch []byte) {
		var all Tally
		for range 2 {
			if err := all.Add(sketch); err != nil && len(sketch)%8 == 0 && len(sketch) <= 8*PerShard {
				t.Error(err)
			}
		}
		if all.Repeats() < 0 {
			t.Error(all.Repeats())
		}
	})
}
