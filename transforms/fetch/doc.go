// Package fetch downloads one picture per row from the open web: politely,
// within limits, and without letting any server stop the job.
//
// It knows nothing of Beam and may import transforms/reason, adaptive below it,
// golang.org/x/sync and x/net, code.dny.dev/ssrf, hashicorp/golang-lru and the
// standard library.
//
// # Two layers
//
// The client makes one request and says what came of it; it never retries or
// follows a redirect. client.go and answer.go have its steps; dns.go, dial.go and
// transport.go lead to a host; admit.go, guard.go, ports.go and proxy.go say which
// may be reached; body.go, pace.go and memory.go read; optout.go and robots.go heed owners; classify.go and snippet.go
// say what went wrong.
//
// The scheduler (fetcher.go, dispatch.go, host.go, row.go, decide.go, group.go)
// owns the order: a queue for each host, slots over all hosts and for each host,
// rates, back-off, redirects, fallback links, cancellation. It reaches the client
// through one function value, so its tests run on a fake clock with no network.
//
// # Decisions
//
// Every request passes through its host's queue: first attempts, retries and
// each hop of a redirect. So a host's limits hold also when another host sends
// traffic to it. A row that was started goes before the fresh rows of its host.
//
// A row that waits is a few hundred bytes and no goroutine. Goroutines exist for
// requests in flight, one clock, and the release of cancelled rows.
//
// A row's clock (RowDeadline) runs in its requests and in its back-off, and
// stands still while the row waits for a host's turn: a limit that we impose on
// ourselves must not lose a row.
//
// A host is a name, with its port unless that is 80 or 443: the http and https
// sides of a name are one server, another port is another service.
//
// A 429, and a 503 with Retry-After, speak for the host and not only for the
// row: the host rests, at most hostRestCap at a time.
//
// Every phase has a deadline: a look-up, a connection and a handshake at most half
// of an attempt's, the whole header three quarters, the body a least rate, and
// redirects together with the rest the attempt's. So whatever a server does costs
// one slot and at most Timeout an attempt.
//
// Names are looked up by the standard resolver, which knows the system's ways, and
// remembered for their time to live within bounds; it is learned by listening in
// (dnsquery.go). A resolver library would have told it, but would have had to be
// taught resolv.conf, hosts files and search lists again. The address is checked
// when a socket connects, so what was remembered is no way around the guard.
//
// robots.txt is fetched by the first row of an origin, whose own request then
// queues again: so the host's limits count the file as the request it is.
//
// A request is counted against descriptors before it is made (descriptors.go). A
// local shortage of descriptors or buffers is no row's fault: idle connections
// are closed and the row tries again later, without counting the attempt.
package fetch
