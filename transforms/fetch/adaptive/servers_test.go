package adaptive

import "time"

// after answers after the same time always.
func after(d time.Duration) serve {
	return func(*sim, *kind) (time.Duration, bool) { return d, true }
}

// exponential answers after exponentially distributed times, which vary more than
// those of real servers of one kind.
func exponential(mean time.Duration) serve {
	return func(s *sim, _ *kind) (time.Duration, bool) {
		return time.Duration(s.random.ExpFloat64() * float64(mean)), true
	}
}

// faulty fails a share of the requests, after d.
func faulty(share float64, d time.Duration, otherwise serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		if s.random.Float64() < share {
			return d, false
		}
		return otherwise(s, k)
	}
}

// late answers a share of the requests after d.
func late(share float64, d time.Duration, otherwise serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		if s.random.Float64() < share {
			return d, true
		}
		return otherwise(s, k)
	}
}

// pipe lets so many requests a second through, one after the other, to what is
// behind it.
func pipe(rate func(now time.Duration) float64, behind serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		k.free = max(k.free, s.now) + time.Duration(float64(time.Second)/rate(s.now))
		took, good := behind(s, k)
		return k.free - s.now + took, good
	}
}

// slots answers n requests at a time, each as what is behind it does. The others
// wait for the first that is free.
func slots(n func(now time.Duration) float64, behind serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		for len(k.slots) < int(n(s.now)) {
			k.slots = append(k.slots, s.now)
		}
		first := 0
		for i, free := range k.slots[:int(n(s.now))] {
			if free < k.slots[first] {
				first = i
			}
		}
		took, good := behind(s, k)
		k.slots[first] = max(k.slots[first], s.now) + took
		return k.slots[first] - s.now, good
	}
}

// always is a rate that does not change.
func always(rate float64) func(time.Duration) float64 {
	return func(time.Duration) float64 { return rate }
}

// change is a rate that changes at t.
func change(before, since float64, t time.Duration) func(time.Duration) float64 {
	return func(now time.Duration) float64 {
		if now < t {
			return before
		}
		return since
	}
}

// weary answers the later the more it is asked at once, with the square of that,
// so that it does most at n and ever less beyond.
func weary(n int, otherwise serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		took, good := otherwise(s, k)
		load := float64(k.inFlight) / float64(n)
		return time.Duration(float64(took) * (1 + load*load)), good
	}
}

// refusing answers n requests at a time, and refuses the others after d.
func refusing(n int, d time.Duration, otherwise serve) serve {
	return func(s *sim, k *kind) (time.Duration, bool) {
		if k.busy == n {
			return d, false
		}
		k.busy++
		took, good := otherwise(s, k)
		s.at(s.now+took, func() { k.busy-- })
		return took, good
	}
}
