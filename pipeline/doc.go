// Package pipeline is the job: options in, a graph on a Beam runner, a summary
// out. It may import everything below transforms and io; only internal/cli
// and internal/demo import it.
//
// Here are the options, what they mean for an input, the graph, and Run. What a
// job is beyond that has packages below this one, which nobody else imports, and
// which do not know Options: the engines that run it, in the table of runners.go
// and behind the interface of package runner; its output folder; what a dry run
// and the terminal say of it.
//
// # The graph
//
//	Impulse
//	  -> Match        patterns -> files                                (plan)
//	  -> Inspect      file -> rows, columns, page locations            (plan; parallel over files)
//	  -> Plan         all files -> shards; sampling happens here       (plan)
//	  -> Reshuffle    shards spread over workers
//	  -> Materialize  shard -> its files and its sidecar; emits a 1    (materialize, over engine)
//	  -> Summarize    how many -> summary.json, manifest.json, card, report.html (summarize)
//
// Only references to rows travel: a shard says which rows of which files, and
// Materialize reads them itself. A GroupByKey of a million half-kilobyte rows
// took Prism 162 s and 6 GB; pictures would be far worse.
//
// # Decisions, and what else was considered
//
// The launcher lists the inputs too, before the graph does. The output folder
// must be claimed, or refused with exit code 2, before the first worker starts,
// and that takes the plan's fingerprint, which takes the inputs' versions. Match
// then checks that workers see the very same files. Leaving all of it to the
// graph would have turned a refusal into a failed job.
//
// Data files have a folder to themselves, data/, because pandas, pyarrow, Polars
// and Spark read a folder whole and fail at the first file that is not Parquet.
// The manifest and the sidecars are in _beamcrop/, as the same readers skip names
// that begin with "_".
//
// The manifest stands in the output folder from the start, marked incomplete,
// and is what a second job finds. A lock file would have to be cleaned up after
// a kill; a manifest is right to stay. It names the run that owns the folder,
// the last that claimed it: a second run of the same plan takes over, and the
// first stops when it next completes a shard. A lease that is renewed would
// refuse the second run instead, but holds up whoever starts again after a
// kill, and on a cluster the killed launcher's workers live on without it. How
// it keeps files and sidecars together is said in package engine.
//
// With --part several processes do one plan, and the manifest names their array, which
// is called after the plan: a part that finds that name joins, however many parts
// there are and whenever it comes. A run without --part is none of them. It takes the folder over and
// the parts stop; a part that starts later takes it back, and the run stops: as ever
// the last to start has it. Which part does a shard is decided by leases and not by
// number alone, as a part may be slow, late or never come. Conclude is not in a part's
// graph, since it is about all shards: each part that ends looks whether they are there,
// and writes over the manifest that it saw before, so that two last ones do no harm.
// Parts run in their own process (prism, direct): elsewhere a runner has workers.
// --overwrite is refused, as one part would remove what another has just done.
//
// The manifest accounts for every file that a run may write over: shards by the
// format and, once known, the number of them, and README.md, report.html and
// summary.json, which people edit, by their hashes. It names the hashes of the new
// files before they are written, so that a kill in between leaves nothing unknown.
// Anything else of such a name is the user's, and the run is refused. --overwrite
// notes in the manifest what it replaces before it removes it, so that the next run
// can go on with that.
//
// The fingerprint covers what decides a byte and leaves out what decides speed
// or patience (concurrency, timeouts, retries, runner), so that a job can be
// resumed with other values of those.
//
// Sidecars stay in the folder, and Summarize reads them from there, in order and a few
// at a time. While they travelled, runners and the last worker held 20 kB a shard. A
// combiner that merges them as bundles end would count hosts and links in another
// order each time, and the manifest needs every shard's names, sizes and hashes.
//
// --retry_failed is no part of the plan: the rows are the same, and so is what
// becomes of them if their servers answer. It runs rows again by their reason, and
// not by the fault that it was: a name that does not exist is dns as much as a
// server that did not answer is, and to ask once more for it costs a look-up. An
// output of its own for the new crops, to be merged by whoever reads it, would have
// been simpler; its shards would have other rows than those of a run in which
// nothing failed. A folder without a run is no error, so that one command, repeated,
// is all that a script needs.
//
// There is no --shard_bytes. Which rows a shard has is decided before anything is
// downloaded, so that any worker can write, and rewrite, any shard alone. How many
// bytes rows will have is known after: cutting by bytes would make each shard
// begin where the one before ended, and every shard after a row that fails today
// and succeeds tomorrow would hold other rows.
//
// A filter (--where) is Inspect's work, not a stage after it: what it has to say of
// a file is a byte a matching row, and rows keep the priority that they have in
// the sample without it. Filtering the sampled rows when they are read would be
// free, but the sample would then have as many rows as happen to match.
//
// Materialize waits for room by whole shards, and for very large shards by rows
// as well. Room by rows alone would let many shards open halfway and none end.
//
// Only crops are spooled; a row's text stays in memory, where the look-ahead
// bounds it. Spooling whole rows would need a format for every kept type.
//
// A row whose download makes no crop goes on to its next link, as one whose
// download failed does: a page of HTML with status 200 is no better than a 404.
// The reason reported is that of the last link tried.
//
// Where rows have several boxes the accounting is of boxes, each a row of the
// output: written + failed = boxes, and sampled says of how many rows. A row
// whose boxes cannot be read counts as one. A row without a box fails, too:
// dropping it would leave a row that nobody accounts for.
//
// Errors cross runners as text (each wraps it in its own), so the one line for
// the user and its exit code travel marked, see joberror.
//
// Reasons, sampling, shards and the engine have packages of their own below
// transforms, beside those that the first layout named, because they are what
// can be tested without a runner.
package pipeline
