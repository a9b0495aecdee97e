package adaptive

import "time"

// A round that is to be over soon is when so many of its requests came back good,
// or half its limit if that is more. An exact one takes twice as many.
const leastGood = 64

// leastTime is the least that a round takes. In less a machine that asks itself is
// not measured well.
const leastTime = 50 * time.Millisecond

// A round that lets a limit take effect is over when all but one part in so many
// of what was in flight at another limit has left. Some of it may stay for long.
const lateShare = 10

// aim is what a round is for.
type aim int

const (
	soon   aim = iota // to measure, and be over soon
	exact             // to measure well
	settle            // to let its limit take effect
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
	aim    aim
	need   int // good outcomes
	before int // requests of other rounds that are in flight
	late   int // so many of them may stay
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
	took    time.Duration
	full    bool // the limit was what kept more from being in flight
}

// begin starts the next round, while so many requests are in flight.
func (r *round) begin(now time.Time, limit int, a aim, inFlight int) {
	*r = round{number: r.number + 1, limit: limit, aim: a, began: now, now: now}
	r.need = max(limit/2, leastGood)
	if a == exact {
		r.need *= 2
	}
	r.before, r.late = inFlight, inFlight/lateShare
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
	switch {
	case now.Sub(r.began) < leastTime:
		return false
	case r.aim == settle:
		return r.before <= r.late
	}
	return r.good >= r.need || r.ended >= 4*r.need
}

func (r *round) result(now time.Time) result {
	took := now.Sub(r.began)
	return result{
		limit:   r.limit,
		goodput: float64(r.gained) / max(r.spent.Seconds(), 1e-9),
		took:    took,
		full:    float64(r.used)/float64(took) >= fullShare*float64(r.limit),
	}
}
