package adaptive

import "time"

// A round is over when so many of its requests came back good, or half its
// limit if that is more, and not before leastTime, in which a machine that asks
// itself is measured well, too. A fine round takes twice as many.
const (
	leastGood = 64
	leastTime = 50 * time.Millisecond
)

// fullShare is how much of the limit must be in use, on average, for a round to
// say anything about the limit.
const fullShare = 0.8

// round measures the goodput at one limit. Only requests that began in the round
// count, so those before it, made at another limit, do not blur it.
//
// Each of them says how many good outcomes there were, of all requests, in its
// lifetime; the sum of these over the sum of the lifetimes is the goodput. That is
// the delivery rate sample of BBR (Cheng et al., "Delivery Rate Estimation",
// 2017). Counting in windows of time would be wrong by a third where equal
// latencies make answers come in bursts.
type round struct {
	number int
	limit  int
	need   int // good outcomes
	began  time.Time
	now    time.Time
	used   time.Duration // integral of what was in flight

	ended  int // requests that began and ended in the round
	good   int // of them
	gained int64
	spent  time.Duration
}

// result is what a round measured.
type result struct {
	limit   int
	goodput float64 // good outcomes a second
	full    bool    // the limit was what kept more from being in flight
}

// begin starts the next round.
func (r *round) begin(now time.Time, limit int, fine bool) {
	need := max(limit/2, leastGood)
	if fine {
		need *= 2
	}
	*r = round{number: r.number + 1, limit: limit, need: need, began: now, now: now}
}

// pass accounts for the time until now, in which inFlight did not change.
func (r *round) pass(now time.Time, inFlight int) {
	r.used += now.Sub(r.now) * time.Duration(inFlight)
	r.now = now
}

// add counts a request of the round that took so long, while gained outcomes were
// good.
func (r *round) add(took time.Duration, gained int64, good bool) {
	r.ended++
	r.spent += took
	r.gained += gained
	if good {
		r.good++
	}
}

// complete reports that the round has seen enough. Where hardly anything is good
// it does not wait for that.
func (r *round) complete(now time.Time) bool {
	return now.Sub(r.began) >= leastTime && (r.good >= r.need || r.ended >= 4*r.need)
}

func (r *round) result(now time.Time) result {
	meanInFlight := float64(r.used) / float64(now.Sub(r.began))
	return result{
		limit:   r.limit,
		goodput: float64(r.gained) / max(r.spent.Seconds(), 1e-9),
		full:    meanInFlight >= fullShare*float64(r.limit),
	}
}
