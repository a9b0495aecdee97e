// Package offline decides from what comes of requests whether it is this machine's
// own network that is out: its way to the net, or its name server. Then no host is
// to blame, however many fail.
//
// One host whose name servers are silent looks the same as a name server that is.
// So it takes many hosts, and nothing else in between, to suspect anything; and
// whoever asks is then to put the suspicion to a test of its own, such as a question
// that every name server can answer, before he believes it.
//
// A name server that has never answered, while hosts that are written as addresses
// did, is not there at all: that is no outage.
//
// It is pure: no network, no clock, no goroutine. It imports nothing.
package offline

// Sign is what an outcome says of the network.
type Sign int

// What there is to say.
const (
	Nothing      Sign = iota // silence may be anybody's
	Answered                 // a host answered, if only by refusing
	Named                    // a name server answered
	NoNameServer             // a look-up failed, and not by an answer
	NoNetwork                // there is no way from here
)

// manyHosts are enough to suspect the network.
const manyHosts = 8

// Watch sees what comes of requests. Its zero value has seen nothing. It is for one
// goroutine at a time.
type Watch struct {
	answered, named bool
	failed          map[string]struct{} // hosts, since anything came from elsewhere
}

// See takes the sign of an outcome at host, and reports whether the network is
// suspected.
func (w *Watch) See(s Sign, host string) bool {
	switch s {
	case Nothing:
		return false
	case Answered, Named:
		w.answered = w.answered || s == Answered
		w.named = w.named || s == Named
		clear(w.failed)
		return false
	}
	if s == NoNameServer && w.answered && !w.named {
		return false
	}
	if w.failed == nil {
		w.failed = map[string]struct{}{}
	}
	w.failed[host] = struct{}{}
	if len(w.failed) < manyHosts {
		return false
	}
	clear(w.failed)
	return true
}
