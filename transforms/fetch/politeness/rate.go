package politeness

import "time"

const (
	// keep is how much of a refused rate is used next. Little is cut, since what
	// was served is known well; it is more than the few refusals of a cycle.
	keep = 0.9
	// firstGuess is the least that the first refusal makes the rate: it often comes
	// when next to nothing has been served.
	firstGuess = 4
	// searchPlateau is when a guessed rate is passed again: the first refusal
	// comes from bursts, and tells little of the rate that would be served. It
	// doubles with each guess, up to maxGuesses, so that slow limits are found too.
	searchPlateau = time.Second / 2
	maxGuesses    = 5
	// A refused rate is passed again after cycleRequests of it, so that about one
	// in so many requests is refused, but in bounded time.
	cycleRequests = 150
	minPlateau    = 5 * time.Second
	maxPlateau    = 30 * time.Second
	// steady is how much has to be served between two refusals for the rate to be
	// the reason of the second. Where single links are refused, at whatever pace, it
	// is less each time and every cut would be in vain: then the rate stays a guess,
	// which is soon passed again.
	steady = 8
	// A found rate that is the reason of refusals is mended by a cut or two: then at
	// least mended are served before the next. After maxVain cuts without that the
	// refusals come by chance, or to single links, and all that is known is given up.
	mended  = 30
	maxVain = 6
	// A rate below slow costs every row seconds. If slowTrial was spent on those that
	// were refused before steady was served, refusals have another reason than the rate.
	// Slowest bounds what hosts cost that refuse links here and there and fail otherwise:
	// a tenth of a request a second made the last 30 rows of one take minutes. Hosts with
	// a limit below it refuse more.
	slow      = 1
	slowTrial = 16 * time.Second
	slowest   = 0.4
	// It takes so many requests until such a rate is passed again, however long that is.
	slowGuess = 4
	slowCycle = 15
	// noRate is where a rate has lost its meaning.
	noRate = 1000
)

// Rate is how many requests a second a host bears, as far as its refusals tell.
// From a refusal it follows W(t) = R + (1-keep) R (t/K - 1)^3, the curve of RFC
// 9438 with time in units of K: R, the rate that was refused, is reached after K.
// The zero value is no limit.
type Rate struct {
	refused float64 // R; 0: never
	guesses int
	found   bool          // much was served before it was, so that it is no guess
	vain    int           // cuts of a found rate, one after another, after none of which more was served
	trial   time.Duration // spent on rates below slow that did not mend the refusals
	cut     time.Time
	from    time.Time // the end of the rest that followed: the curve's start
	served  int       // since the cut
	recent  tally
}

// At returns the rate at a time; 0 is no limit.
func (r *Rate) At(now time.Time) float64 {
	if r.refused == 0 {
		return 0
	}
	x := float64(max(now.Sub(r.from), 0))/float64(r.plateau()) - 1
	rate := r.refused * (1 + (1-keep)*x*x*x)
	if rate > noRate {
		return 0
	}
	return rate
}

func (r *Rate) plateau() time.Duration {
	if !r.found {
		guess := searchPlateau << (min(r.guesses, maxGuesses) - 1)
		if r.refused < slow {
			guess = max(guess, r.timeOf(slowGuess))
		}
		return guess
	}
	return max(min(max(r.timeOf(cycleRequests), minPlateau), maxPlateau), r.timeOf(slowCycle))
}

// timeOf is how long so many requests take at the rate that was refused.
func (r *Rate) timeOf(requests float64) time.Duration {
	return time.Duration(requests / r.refused * float64(time.Second))
}

// serve notes an answer.
func (r *Rate) serve(now time.Time) {
	r.served++
	r.recent.add(now)
}

// refuse lowers the rate for a request that began at a time and was refused now;
// the host rests until from. A request that began before the last cut tells
// nothing of the rate since, and one after which nothing was served tells that
// the host is closed, not how fast to go.
func (r *Rate) refuse(began, now, from time.Time) {
	if !began.After(r.cut) {
		return
	}
	switch at := r.At(now); {
	case at == 0:
		r.refused, r.found, r.guesses = max(r.recent.perSecond(now), firstGuess), false, 1
	case r.served > 0:
		r.lower(at, now)
	}
	r.cut, r.from, r.served = now, from, 0
}

// lower makes the rate what was served of at.
func (r *Rate) lower(at float64, now time.Time) {
	share := float64(r.served) / float64(r.served+1)
	if r.found {
		share = max(share, keep)
	}
	r.vain++
	if !r.found || r.served >= mended {
		r.vain = 0
	}
	if r.vain >= maxVain {
		*r = Rate{recent: r.recent, trial: r.trial}
		return
	}
	r.refused, r.found = r.slowed(at, share, now.Sub(r.cut)), r.served >= steady
	r.guesses++
	if r.found {
		r.guesses = 1
	}
}

// slowed returns share of the rate at, or less where little was served since the last
// cut, took ago. That tells more of a slow host: what it saves up for a burst lets the
// rate rise far beyond its limit.
func (r *Rate) slowed(at, share float64, took time.Duration) float64 {
	to := at * share
	if mean := float64(r.served) / took.Seconds(); mean < slow {
		to = min(to, max(mean, to/4))
	}
	switch {
	case to >= slow:
		return to
	case r.served >= mended:
		r.trial = 0
	case at < slow && r.served < steady:
		r.trial += took
	}
	if r.trial >= slowTrial {
		return slow
	}
	return max(to, slowest)
}
