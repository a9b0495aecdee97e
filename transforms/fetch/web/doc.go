// Package web is the HTTP client: it makes one request and says what came of it,
// an Outcome with a body, a redirect, or an error that has its reason. It never
// retries, follows a redirect or waits for a host's turn; that is the scheduler's
// (transforms/fetch), which knows it by two functions, Client.Get and
// Client.Locate.
//
// It is the only package that speaks HTTP. It imports transforms/reason, the
// packages link, robots, dns, guard and resources beside it, golang.org/x/sync and
// x/net, hashicorp/golang-lru and the standard library.
//
// # Where to find what
//
// client.go and answer.go have the steps of a request; dial.go, transport.go,
// once.go and locate.go lead to a host; admit.go and proxy.go say what may be
// reached, and proxyfault.go whether a proxy failed; body.go, pace.go, timer.go and
// memory.go read; robots.go and robotscache.go heed owners; classify.go and
// snippet.go say what went wrong.
//
// # Decisions
//
// A request is sent once. What net/http would send again by itself, uncounted and
// beside the host's limits, is an outcome of its own (once.go, Outcome.Stale). So is
// a second connection for one request.
//
// Errors are told apart by type. net/http repeats what a server sent in the text of
// some, so that text is looked at only from its beginning, where no server writes.
//
// Every phase has a deadline: a look-up, a connection and a handshake at most half
// of Timeout, the whole header three quarters, and the body a least rate. Within it a
// body may take as long as its row has left: what comes slowly comes.
//
// The address is checked when a socket connects, so a name that was remembered is
// no way around the guard.
//
// robots.txt is fetched by the first row of an origin, whose own request then
// queues again: so the host's limits count the file as the request it is.
//
// A request is counted against descriptors before it is made. A local shortage of
// descriptors or buffers is no row's fault: idle connections are closed and the
// outcome says so (Outcome.Shortage).
package web
