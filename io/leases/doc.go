// Package leases tells the processes of a job array which of them works at which
// shard, by small files beside the sidecars and without a server.
//
// A lease is a file that names the process that took it, created only where there
// is none, which file systems and object stores do for one of several at once. A
// process that is killed leaves its leases behind, so each process also keeps a
// pulse: one file that it writes anew every Interval, and removes at its end.
// Leases whose holder has no pulse, or whose pulse has stood still for Patience, are
// free. Whether it stands still is measured on the observer's own clock, from when
// it first saw that content: machines' clocks need not agree. One pulse a process,
// rather than a time in each lease, costs a write every few seconds however many
// shards are open.
//
// A lease saves work and protects nothing. A process that was held up for longer
// than Patience goes on beside the one that took its leases, and package engine
// keeps their files apart.
//
// It imports io/files and io/shards, for names and what is listed.
package leases
