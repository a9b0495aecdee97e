// Package engine does a shard's work: it reads the shard's rows, fetches,
// crops and encodes them, and writes its files.
//
// A Worker is what a process shares: connections, hosts' limits, CPU slots,
// memory. A Bundle holds many shards open over it, so that a slow host delays
// the shards that need it and no other: rows are fetched in whatever order the
// hosts allow, a finished crop waits for its shard in memory or, past a budget,
// in a spool file, and a shard is written, in input order, when its last row is
// in. So a shard's bytes depend on its rows alone.
//
// The engine knows nothing of Beam, which the packages above it do: it is
// tested without a runner, and can stand behind any transform.
package engine
