package testweb

import "fmt"

// Fault names a way in which a link goes wrong. The empty Fault is none.
type Fault string

// behaviour is what a correct client makes of a fault.
type behaviour struct {
	fault     Fault
	reason    string // reported by a client that gives up; "" when the picture must arrive
	transient bool   // of the kind that is worth another attempt
	recovers  bool   // goes away after N requests
}

// behaviours lists every fault once.
var behaviours = []behaviour{
	{"404", "http_4xx", false, false},
	{"410", "http_4xx", false, false},
	{"403", "http_4xx", false, false},
	{"500", "http_5xx", true, false},
	{"503", "http_5xx", true, false},
	{"429", "http_429", true, false},

	{"flaky", "http_5xx", true, true},
	{"flaky_reset", "connect", true, true},
	{"retry_after", "http_429", true, true},
	{"retry_after_date", "http_429", true, true},

	{"reset", "connect", true, false},
	{"close", "connect", true, false},
	{"hang", "timeout", true, false},
	{"header_hang", "timeout", true, false},
	{"slow_header", "timeout", true, false},
	{"endless_header", "too_large", false, false},
	{"shortage_header", "connect", true, false},

	{"slow", "too_slow", false, false},
	{"trickle", "", false, false},
	{"stall", "timeout", true, false},
	{"endless", "too_large", false, false},
	{"huge_bytes", "too_large", false, false},
	{"huge_chunked", "too_large", false, false},
	{"truncate", "truncated", true, false},

	{"loop", "too_many_redirects", false, false},
	{"redirect", "", false, false},
	{"redirect_private", "blocked_address", false, false},

	{"cut_image", "truncated", false, false},
	{"html", "not_an_image", false, false},
	{"html_as_jpeg", "not_an_image", false, false},
	{"wrong_type", "", false, false},
	{"huge_pixels", "too_many_pixels", false, false},
	{"empty", "not_an_image", false, false},
	{"garbage", "decode", false, false},
	{"gzip", "", false, false},
	{"gzip_tail", "", false, false},
	{"partial", "", false, false},
	{"gzip_bomb", "too_large", false, false},
	{"gzip_empty", "too_large", false, false},
	{"noai", "opted_out", false, false},
	{"noai_named", "opted_out", false, false},
	{"noai_other", "", false, false},
	{"tdm", "opted_out", false, false},
}

// Faults returns every fault there is, without the empty one, in a fixed order.
func Faults() []Fault {
	all := make([]Fault, len(behaviours))
	for i, b := range behaviours {
		all[i] = b.fault
	}
	return all
}

// ParseFault returns the fault of that name; "" is no fault.
func ParseFault(name string) (Fault, error) {
	if name == "" {
		return "", nil
	}
	if b := behaviourOf(Fault(name)); b.fault == "" {
		return "", fmt.Errorf("testweb: unknown fault %q", name)
	}
	return Fault(name), nil
}

// Want returns the reason that a correct client reports when it gives up, ""
// when the picture must arrive in spite of the fault; and whether the same
// link delivers its picture after N more requests, so that a client that
// tries again often enough reports nothing.
//
// The reasons presume a client that is named beamcrop and respects opt-outs, and
// limits that the fault exceeds: a least rate above one byte a second, a most of redirects that redirect's N does not reach, of bytes and header
// bytes that can be exceeded, of pixels below 900 million.
func (f Fault) Want() (reason string, recoverable bool) {
	b := behaviourOf(f)
	return b.reason, b.recovers
}

// Transient reports whether a correct client makes another attempt after
// this fault, be it of use or not.
func (f Fault) Transient() bool { return behaviourOf(f).transient }

// counted reports whether N means something to the fault.
func (f Fault) counted() bool { return f == "redirect" || f == "trickle" || behaviourOf(f).recovers }

func behaviourOf(f Fault) behaviour {
	for _, b := range behaviours {
		if b.fault == f {
			return b
		}
	}
	return behaviour{}
}
