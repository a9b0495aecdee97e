// Package adaptive finds how many requests to have in flight, by how many answers
// a second that brings.
//
// It is pure: no network, no goroutine, no lock, and no clock but the times it is
// told. It imports the standard library alone. Its tests are simulations that
// compare it with every fixed limit.
//
// # How
//
// The limit is held for some rounds, in which the goodput is measured (round.go):
// the answers a second, where whatever is worth another attempt is no answer. Then
// a higher or a lower limit is tried for a round, once most of what was in flight
// before has left, and the limit moves there if the goodput says that it is worth
// it (climb.go, probe.go). A run starts by doubling, as TCP does, for as long as
// the goodput grows with it; since nothing is known yet, a round is over as soon as
// half of its slots came back.
//
// Servers come to bear more, and a limit that is just enough does not show it: the
// same number in flight brings about the same goodput. Only a probe above tells.
// It costs little goodput where it brings none, so half of the time may go to those;
// but they must bring nearly their proportion, or so many of them would let noise
// through and drive the limit up. A probe below costs what it takes away. It comes
// the more rarely the more it was in vain, and is followed by one above that asks
// for no more than what is worth it.
//
// A round in which the limit was not what kept more requests from being in flight
// (politeness to hosts, or too few rows) says nothing about the limit and leaves
// it alone, as a TCP sender that has nothing to send does with its window (RFC
// 7661).
//
// A slot that is held far longer than is typical (typical.go) does not count
// against the limit, only against its upper bound. So hosts that never answer
// cannot occupy the slots of the others, and their number does not matter for
// what is measured. If all servers fall silent, what is typical is soon very
// long, so that little more is sent.
//
// # Why by goodput
//
// Nearly all limiters watch latency: TCP Vegas, and after it Netflix's
// concurrency-limits (Vegas, Gradient2), Envoy's and failsafe-go's adaptive
// limiters, take latency above its minimum or its usual value as queueing. They
// stand before one service. A dataset's links lead to thousands of hosts, whose
// latencies differ by a factor of a thousand: the least of them is one host's, and
// the mean follows what hosts the dataset happens to name just now. The latency
// relative to each host's own least would be sound, but in a dataset of the web
// most hosts have a row or two, so there is nothing to compare with; and what is
// usually short is not a host but our own link or processors, which all of them
// share. (failsafe-go's limiter does look at throughput too, by its correlation
// with what is in flight, but within a policy that rejects executions, where ours
// must queue them by host.)
//
// BBR takes the largest delivery rate times the least round-trip time; the second
// has the same flaw here. AIMD needs losses that mean congestion: a quarter of a
// dataset's links is dead at any limit.
//
// The goodput is what we want in the first place, and it is comparable with
// itself: dead links and slow hosts are a part of both rounds that a probe
// compares. A server that slows down when asked more, drops requests or refuses
// them brings no more goodput, for whatever reason; so failures need no rule of
// their own. The price is noise, since a round is a sample: hence rounds of a
// hundred answers or more, steps that are large enough to be seen through it, a
// mean over rounds to compare with, and a gap between what it takes to go up and to
// go down.
//
// The limit is about all hosts together. What one host can take is the business
// of transforms/fetch, which limits each.
package adaptive
