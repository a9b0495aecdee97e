// Package fetch downloads one picture per row from the open web: politely,
// within limits, and without letting any server stop the job.
//
// # Two layers
//
// This package is the scheduler (fetcher.go, dispatch.go, state.go and what they
// use). It owns the order: a queue for each host, slots over all hosts, for each
// host and for each address, rates, look-ups, back-off, redirects, fallback links,
// cancellation. It reaches the network through two function values, a request and
// a look-up, so its tests run on a fake clock with no network.
//
// Package web below it is the client: it makes one request and says what came of
// it. It never retries or follows a redirect.
//
// What both stand on has packages of its own: link, robots, guard, adaptive and
// politeness are pure (what a link means, what owners say, where requests may go,
// how many there may be in all, and what a host may be asked for); dns looks names
// up; resources asks the machine what it can bear. Packages offline and coding are
// pure, too: whether this machine's network is out, and a Content-Encoding undone.
//
// This package knows nothing of Beam or HTTP. It imports transforms/reason, the
// packages below it and the standard library.
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
// A kept connection that breaks before any answer says nothing about the link: the
// server may just have closed it. Such a row goes back into its host's queue at
// once, for a connection of its own, and loses nothing of its retries. The request
// is counted among its attempts, as the server may have seen it.
//
// A row's clock (RowDeadline) runs in its requests and in its back-off, and
// stands still while the row waits for a host's turn: a limit that we impose on
// ourselves must not lose a row.
//
// A host is a name, with its port unless that is 80 or 443: the http and https
// sides of a name are one server, another port is another service.
//
// A host is remembered when its rows are done (remember.go), so that what was
// learned of it holds when the dataset names it again.
//
// # Many names, one server
//
// Hosts at one address share a server, with limits serverFactor times a host's.
// So the address is looked up before the first request: bounded in parallel, and
// holding no slot. What is looked up here only says which hosts are neighbours;
// whether an address may be connected to is decided when it is.
//
// # On whose account a request failed
//
// A refusal (429, or 503 with Retry-After) and a failure of a host that fails as
// a whole put the row back into its host's queue, and take nothing of its retries
// or its deadline: the host's rest is not the row's time. A single failure is the
// link's, and so is what only this link meets with (failures.go): how likely that
// is by chance says when to believe it. A link is put back maxSetbacks times; a
// host that only refuses is given up when its patience ends, with http_429 for its
// rows.
//
// An answer that may be a refusal or not (503 without Retry-After, see politeness)
// puts the row back as well, but where the others of its host fare better, or nothing
// is served after a rest, it has cost a retry. And it takes ten rows that fail, with
// nothing served meanwhile, for a host that has served to be taken for failing as a
// whole: fewer are, at the end of a host's rows, its bad links.
//
// What that cannot do: where half of a host's links fail, whatever the pace, they
// look like a host in trouble, and its rows take a second or two each. And a host that
// serves less than one request in ten seconds, without a Retry-After, refuses
// about every second one, so that a link in a hundred may use up its failures.
//
// While a host is in trouble fresh rows go before those that were started, so that
// it is judged by many links and not by the same two.
//
// # What no row can help
//
// A shortage of this machine costs a row nothing but its time: it waits for at most
// RowDeadline. Where nothing but shortages came of requests for maxShortage, the
// job fails with a line that says what ran out (shortage.go, halt.go). What is
// complete stays. So it is with a proxy through which no site answers (proxy.go).
//
// While this machine's own network is out nothing is started, what fails for it
// costs its row nothing, and after MaxOutage the job ends (offline.go, package
// offline).
//
// # Giving up, and the same bytes
//
// A row of a host that is given up goes on to its next link, at last with
// host_down. That changes no data file: of a host that never answers, none of the
// rows could be written, whichever of them were tried; which have the host's
// reason and which their own does depend on timing, and stands in the failures
// only. A host that answers some of the time is slowed and not given up.
//
// # Several workers
//
// A host's limits are the job's. Workers do not talk to each other: each of
// Options.Workers keeps to its part, HostConcurrency and HostRate divided by
// their number. Rows are spread evenly, so little is left unused; where a host has
// fewer rows than there are workers a part is. A host that bears less than that
// refuses each worker, which lowers its own rate. With more workers than
// HostConcurrency each still has one request in flight.
package fetch
