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
// # Downloads and crop tasks
//
// What is fetched is a download: links that are tried in order. What comes out is
// a crop task: one box's crop, or why there is none. A row has a task for each of its
// boxes, and rows of a shard that have the same links share a download. Which rows
// do is decided from the input alone, before the shard's first request, so how often a link
// is asked for does not depend on timing. Links that repeat in other shards are fetched
// again: to keep what was fetched, or to bring such rows together, takes memory or
// a shuffle that grows with the dataset. How many did is in the summary.
//
// With Options.Originals a download's links are looked up in the store of originals
// first. Links that are remembered as failed are left out. Of the others the first
// that the store had when the job began is taken, and nothing is asked for; what the job itself
// has added since is taken when it is its link's turn only, for which links were added by
// then depends on timing. What comes over the web is added: the picture whatever
// came of its crops, and links whose failure will hold another day. The store is
// written before a bundle ends.
//
// The tasks of a download share one crop.Picture, which decodes the picture once
// where that costs less than to decode what each box needs. The rectangle around
// several boxes, as a middle way, was measured to cost more for two and for four
// boxes that lie scattered in a JPEG of 1024x768, and as much for eight: to read
// past what no box needs is cheap, to transform it is not.
//
// Each task has an outcome of its own, and the same that it would have if it
// shared nothing. A body that cannot be decoded, whose hash is not the row's, or
// that does not hold a box, gives no crop for that task; it goes on to the next
// link, with the others of its download that do, while those that have a crop are
// done. A download's requests are counted once, and told in each of its failures.
//
// With Options.VerifyHash a row without a hash is invalid, before anything is
// fetched for it: who asks for verified pictures wants no others, and nothing in
// the output would tell them apart.
//
// # Pictures that rows carry
//
// A dataset may have its pictures in a column, or their files' paths (Options.Columns'
// Image; package pictures). Then a download is of one row and makes no request. All rows
// of the open shards are in memory, and their pictures must not be: the rows are read
// without that column, and once the shard is open, the column alone and for the rows
// that are still needed, no faster than pictures are cropped (carried.go). Its pages
// are read once; text is read twice.
//
// # Two attempts at a shard
//
// Several attempts may write the same shard at once: a runner may hand it out
// twice, a worker that was given up for dead may go on, and somebody may start
// the same command twice. Rows that fail in one attempt may not fail in the
// other, so their files differ, and a sidecar must never stand beside another
// attempt's files. An object store has no lock that a killed process lets go
// of, and no way to write several files as one. What it has is a write that fails
// if the file is not the version that was expected, and with that:
//
//   - A run owns the folder by its name in manifest.json. The last to claim it
//     owns it.
//   - An attempt looks at the versions of a shard's files, then asks whether the
//     folder is still its run's, and then writes over those versions only. So it
//     overwrites nothing that a later owner wrote.
//   - It asks again before it writes the sidecar, which it does only where none
//     stands. So what it completes was written before any later claim, and a
//     later owner that comes between finds its own writes refused.
//   - Refused, an attempt whose run still owns the folder takes what the other
//     attempt completed, or writes the shard again, marker off first.
//
// What is left is a sidecar's write that is on its way, unanswered, from before
// another run claims the folder until amid that run's write of the same shard,
// which is then killed before it writes its own.
//
// # Parts of a job array
//
// Parts of a job array (Options.Array) are processes that share a folder as several
// workers of one run do: the manifest names the array in place of a run, so none stops
// another, and two attempts at a shard are kept apart as above. That takes no lock and
// would only download twice. So that it does not, a part takes a lease on a shard
// before it opens it, see package leases. It does its own share first, each Nth shard,
// and then, few at a time, shards of others that nobody is at work on: those of parts
// that never came, were killed, or are slow. It ends when each shard that is left has a
// process that was seen to be alive. A shard that a part has completed keeps its
// process's name in the sidecar, not the array's, for a later array may run its
// failed rows again.
//
// # Rows that are run again
//
// With Options.Retry a complete shard with rows that failed for one of those
// reasons is opened like any other, and its rows are read again. Then its files
// are read back, and checked against the sidecar's hashes first: a crop that is
// there is taken, a failure that is not to be tried again is kept to the letter,
// and what is left is downloaded, as one download where rows share it. The shard is
// written as any other is, so its bytes cannot tell how often it took. Crops lie in
// memory or the spool meanwhile, like those that were just made.
//
// Until the last of its rows is in, the shard stands as it was, and a kill loses
// what was downloaded since. Then its sidecar must go, since files and sidecar
// cannot change at once, and a kill amid that must not cost the crops, whose links
// may be dead by now. So a copy of the sidecar stands beside it before it goes, as
// part-k.earlier, and goes after the new one has come. Where a shard has a copy and
// no sidecar, its data file is whole, since every file appears at once: either the
// old one or the new. What it has is taken, what else there is a record for has
// failed, and of two records of a row the crop is right: the failures may be of
// the time before. Copies that a kill left beside a sidecar go at the job's end.
//
// A run that finds such a shard, whether it was asked to run rows again or not,
// goes on from there. What a run has completed itself it does not run again: the
// sidecar names the run.
//
// # Files that are not as they were written
//
// A shard that a run finds complete is not read again unless its files are in
// other versions than their writer saw, as they are in a copy of the folder. Then
// they are summed up. Where only the failures are wrong, the crops are read back
// and the other rows are asked for again. Where the sidecar is lost, the data file
// is read back, unless the folder had another job's files before. Where the data
// file is wrong, which crop of it is cannot be known: the shard is done again, but
// takes its place only with at least as many crops, since links die.
//
// The engine knows nothing of Beam, which the packages above it do: it is
// tested without a runner, and can stand behind any transform.
package engine
