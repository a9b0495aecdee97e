// Package politeness decides when a host may be asked, how often at once, and
// when it is not worth asking any more. It learns from the outcomes of requests
// and is told the time: it knows no network, no clock and no goroutine, and
// imports the standard library only.
//
// A Host is what is known of one host. Its caller says Begin before each request
// and End after it, and keeps to Window, Next and Down in between.
//
// # Refusals: a rate
//
// A host has no rate until it first refuses (429, or 503 with Retry-After). Then
// its rate is what it was seen to serve, and from there follows the cubic curve
// of RFC 9438 (see Rate): soon back to just below what was refused, long near it,
// and on upwards ever faster when nothing is refused any more. Plain additive
// increase is either slow to find a limit that has gone or refused too often at
// one that has not. A rate below one a second costs rows much time, and is believed as
// long as it mends the refusals. While it refuses the host rests as well: as long as it asked
// for, within maxRest, else for exponentially longer times.
//
// Many servers refuse without saying so: 503 without Retry-After is what nginx's
// limit_req and limit_conn answer by default. Such an answer (Busy) is a refusal of a
// host that serves otherwise, unless it comes so rarely that it may be of single
// links. Only the first Busy of a row lowers the rate, since a link may be broken for
// good; and where many cuts bring nothing, the host answers so at any pace and is
// not slowed down any more.
//
// Some hosts have no limit and refuse particular links: Wikimedia answers 429 for thumbnails
// of sizes that it does not offer. A request that exceeded a limit is served when it is
// repeated, and such a link never is. So when one row after another is refused twice
// although others are served in between, refusals without Retry-After are taken to be about
// their links (see linkRefusals). From then on, only a row that is served after a refusal
// lowers the rate.
//
// A server that allows no burst refuses whatever arrives a little too soon after the
// request before. So when an answer is late, the next request is put off by as much.
//
// # Failures: a window and a rest
//
// A host starts with two requests in flight and gains one with each answer, which
// doubles them each round trip up to its limit: no black hole holds more than two
// slots, and a good host is at 8 within two round trips. A single failure says
// nothing of a host, since links fail by themselves; failures in a row halve the
// window and make it rest, exponentially longer.
//
// # Giving up
//
// Of a host that never answered in this run a few rounds by different rows are
// enough: as many as one row would have tried, so what is given up is what each
// row would have found by itself. Where a connection is made a link may be to
// blame, so a host that drops them is not silent. One that has served nothing
// has one row's deadline (Limits.Patience) to begin; one that served before has
// ten times that, so that a host which comes and goes is slowed and not given up.
// Beyond that a ban looks the same as a fault, and rows would wait for hours.
//
// Health is kept per scheme (http, https): one may be down
// while the other works. A scheme that was given up is probed by one row now and then,
// and any sign of life brings it back.
//
// # Libraries weighed
//
// golang.org/x/time/rate would be three lines of what is here (the spacing).
// failsafe-go has a circuit breaker, a rate limiter and an adaptive limiter, but
// a breaker that opens by failure rate gives up hosts that answer some of the
// time, its limiters block or reject where a queue must know the time of the next
// turn, and none learns a rate from 429.
package politeness
