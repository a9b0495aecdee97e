package resources

import "testing"

func TestShareDescriptors(t *testing.T) {
	for limit, want := range map[int]Descriptors{
		0: {1, 1, 1}, 64: {24, 12, 6}, 256: {96, 48, 24}, 1024: {384, 192, 96}, 20_000: {9872, 4936, 100},
	} {
		if got := ShareDescriptors(limit); got != want {
			t.Errorf("of %d: %+v, want %+v", limit, got, want)
		}
	}
	for limit := 16; limit < 1<<20; limit = limit*9/8 + 1 {
		if s := ShareDescriptors(limit); s.InFlight+s.Idle+2*s.Lookups > limit || s.InFlight < 1 || s.Idle < 1 || s.Lookups < 1 {
			t.Errorf("of %d: %+v", limit, s)
		}
	}
}
