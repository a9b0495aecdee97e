// Package fetch downloads one picture per row from the open web: politely,
// within limits, and without letting any server stop the job.
//
// It knows nothing of Beam and may import transforms/reason, golang.org/x/sync,
// code.dny.dev/ssrf and the standard library.
//
// # Two layers
//
// The client (client.go, body.go, guard.go, classify.go) makes one request and
// says what came of it. It never waits, retries or follows a redirect.
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
// A local shortage of descriptors or buffers is no row's fault: idle connections
// are closed and the row tries again later, without counting the attempt.
package fetch
