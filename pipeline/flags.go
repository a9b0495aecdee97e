package pipeline

import (
	"flag"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Flags makes o's fields flags of fs, with o's values as defaults. On the
// command line fs is flag.CommandLine, which Beam's own flags are in.
func (o *Options) Flags(fs *flag.FlagSet) {
	fs.Func("input", "`patterns` of input files: a file, a glob (** is any folders) or a folder, local, gs://, s3:// or hf://datasets/OWNER/NAME[@REVISION]/PATH, or a https:// link; several separated by commas, or the flag repeated; a comma in a name is written \\,", func(text string) error {
		for _, pattern := range splitList(text) {
			pattern, err := files.ExpandHome(pattern)
			if err != nil {
				return err
			}
			o.Inputs = append(o.Inputs, pattern)
		}
		return nil
	})
	fs.StringVar(&o.InputFormat, "input_format", o.InputFormat, "auto (by each file's name, or else its first bytes), parquet, csv, tsv or jsonl; text may be packed with gzip or zstd")
	fs.StringVar(&o.Header, "header", o.Header, "whether the first row of CSV and TSV names the columns: auto (unless it holds a link), yes, or no (then they are column1, column2, ...)")
	fs.StringVar(&o.Delimiter, "delimiter", o.Delimiter, "the `character` between the cells of CSV, or tab (default: comma, semicolon, tab or |, whichever fits each file)")
	fs.StringVar(&o.Encoding, "encoding", o.Encoding, "the `encoding` of text, such as utf-16, windows-1251 or shift_jis (default: UTF-8, UTF-16 or Windows-1252, whichever fits each file)")
	fs.StringVar(&o.Preset, "preset", o.Preset, "columns and boxes of a known `dataset`: "+strings.Join(presetNames(), ", "))
	fs.StringVar(&o.URLColumn, "url_column", o.URLColumn, "`column` of links (default: the first usual name whose cells are links, such as image_url or url, or else the only column of links)")
	fs.StringVar(&o.BoxColumn, "box_column", o.BoxColumn, "`column` of boxes, or four columns such as x1,y1,x2,y2, or none for whole pictures (default: a usual name such as box, bbox or face_bboxes, or four such as xmin,ymin,xmax,ymax, if there is one)")
	fs.StringVar(&o.BoxFormat, "box_format", o.BoxFormat, "what a box's four numbers are: xyxy (left, top, right, bottom), xywh, cxcywh (the centre), or auto: found in the data")
	fs.StringVar(&o.BoxUnits, "box_units", o.BoxUnits, "what they count: pixels, fraction, permille, or auto: found in the data")
	fs.StringVar(&o.BoxSizeColumns, "box_size_columns", o.BoxSizeColumns, "`columns` width,height of the picture that boxes in pixels were drawn on, or one column of both, such as \"height width\" or size:wh; boxes are scaled where the served picture has another size")
	fs.StringVar(&o.CaptionColumn, "caption_column", o.CaptionColumn, "`column` of captions, or none (default: a usual name such as caption, text or alt, if there is one)")
	fs.StringVar(&o.Captions, "captions", o.Captions, "which captions to take where a row has a list of them: first, all (a row of the output for each), longest or random (by --seed)")
	fs.StringVar(&o.Keep, "keep", o.Keep, "other `columns` to carry through with their types: all, none, or names separated by commas (in a name: \\,)")
	fs.StringVar(&o.VerifyHash, "verify_hash", o.VerifyHash, "`column` of MD5 or SHA-256 sums in hexadecimal digits: fail pictures whose bytes have another one")

	fs.StringVar(&o.Where, "where", o.Where, "`expression` over columns, such as 'width >= 512 and caption != nil': sample only from rows of which it is true")
	fs.StringVar(&o.Sample, "sample", o.Sample, "how much to take: 0 (all), a `number` of rows, or a share such as 1%")
	fs.Uint64Var(&o.Seed, "seed", o.Seed, "seed of the sample")

	fs.Float64Var(&o.Crop.Margin, "margin", o.Crop.Margin, "grow the box on every side by this fraction of its size")
	fs.BoolVar(&o.Crop.Square, "square", o.Crop.Square, "make the crop square")
	fs.Func("resize", "resize crops to `WxH`, such as 224x224", o.parseResize)
	fs.StringVar(&o.Crop.Mode, "resize_mode", o.Crop.Mode, "fit, fill, stretch, or pad: fit, then fill up with --pad_color")
	fs.StringVar(&o.Crop.PadColor, "pad_color", o.Crop.PadColor, "`colour` of --resize_mode=pad: a name, such as black, or #RRGGBB")
	fs.BoolVar(&o.Crop.OnlyIfBigger, "resize_only_if_bigger", o.Crop.OnlyIfBigger, "do not enlarge: leave crops at their own size that --resize would enlarge on either side; pad fills them up, too")
	fs.StringVar(&o.Crop.EXIF, "exif", o.Crop.EXIF, "apply EXIF orientation, so that boxes refer to the upright picture and crops are upright, or ignore it")
	fs.IntVar(&o.Crop.MinSize, "min_size", o.Crop.MinSize, "fail crops smaller than this many pixels on a side")
	fs.StringVar(&o.Crop.Encode, "encode", o.Crop.Encode, "jpeg, png, or source: a JPEG's own blocks without a second loss, with columns that say where the crop lies in them")
	fs.IntVar(&o.Crop.Quality, "quality", o.Crop.Quality, "JPEG quality, 1 to 100")
	fs.Int64Var(&o.Crop.MaxPixels, "max_pixels", o.Crop.MaxPixels, "fail pictures of more pixels than this")

	fs.Func("output", "`folder` to write to, local, gs:// or s3://", func(text string) (err error) {
		o.Output, err = files.ExpandHome(text)
		return err
	})
	fs.StringVar(&o.OutputFormat, "output_format", o.OutputFormat, "parquet, jsonl, webdataset or tfrecord")
	fs.StringVar(&o.ImageEncoding, "image_encoding", o.ImageEncoding, "base64 or binary (default: base64 for parquet and jsonl, which takes no other; binary for the others, which take no other)")
	fs.IntVar(&o.ShardRows, "shard_rows", o.ShardRows, "rows a shard")
	fs.StringVar(&o.IDPrefix, "id_prefix", o.IDPrefix, "`text` before every id and WebDataset key, so that folders of several jobs can be joined")
	fs.BoolVar(&o.Overwrite, "overwrite", o.Overwrite, "replace what an earlier run left in the output folder")

	fs.IntVar(&o.Fetch.Concurrency, "concurrency", o.Fetch.Concurrency, "requests in flight, over all hosts (0: as many as bring more rows)")
	fs.IntVar(&o.Fetch.HostConcurrency, "host_concurrency", o.Fetch.HostConcurrency, "requests in flight to one host")
	fs.Float64Var(&o.Fetch.HostRate, "host_rate", o.Fetch.HostRate, "requests a second to one host (0: no limit)")
	fs.DurationVar(&o.Fetch.Timeout, "timeout", o.Fetch.Timeout, "how long a server may be silent: half of it to connect and within a body, three quarters until it answers")
	fs.DurationVar(&o.Fetch.RowDeadline, "row_deadline", o.Fetch.RowDeadline, "deadline of a row, from its first attempt to its last")
	fs.DurationVar(&o.Fetch.MaxOutage, "max_outage", o.Fetch.MaxOutage, "for how long to wait while this machine's own network is out, before the job ends, to be resumed (0: do not wait; rows fail)")
	fs.IntVar(&o.Fetch.Retries, "retries", o.Fetch.Retries, "further attempts after a transient fault; a timeout counts as three")
	fs.Int64Var(&o.Fetch.MaxBytes, "max_bytes", o.Fetch.MaxBytes, "fail downloads of more bytes than this")
	fs.IntVar(&o.Fetch.MaxRedirects, "max_redirects", o.Fetch.MaxRedirects, "redirects to follow")
	fs.StringVar(&o.Fetch.UserAgent, "user_agent", o.Fetch.UserAgent, "User-Agent header; name a contact in it")
	fs.BoolVar(&o.Fetch.RespectOptOut, "respect_opt_out", o.Fetch.RespectOptOut, "fail pictures whose answers refuse machine learning (X-Robots-Tag: noai or noimageai, TDM-Reservation: 1)")
	fs.BoolVar(&o.Fetch.RespectRobots, "respect_robots", o.Fetch.RespectRobots, "ask each site's robots.txt first, and keep its Crawl-delay and its Content-Signal: ai-train=no")
	fs.StringVar(&o.Fetch.AllowedPorts, "allowed_ports", o.Fetch.AllowedPorts, "the only `ports` to connect to, separated by commas (default: all but those of other protocols, as in browsers)")
	fs.StringVar(&o.Fetch.Proxy, "proxy", o.Fetch.Proxy, "`address` of a proxy, or env for the environment's; private addresses behind names are then the proxy's to refuse")
	fs.StringVar(&o.Fetch.DNSServer, "dns_server", o.Fetch.DNSServer, "`address` of the DNS server to ask, such as 127.0.0.1:53 (default: the system's)")
	fs.BoolVar(&o.Fetch.AllowPrivate, "allow_private", o.Fetch.AllowPrivate, "also connect to loopback, private and link-local addresses")
	fs.BoolVar(&o.Fetch.AllowWeakTLS, "allow_weak_tls", o.Fetch.AllowWeakTLS, "also agree with servers that know only RSA key exchange (TLS 1.2 without forward secrecy)")

	fs.BoolVar(&o.RetryFailed, "retry_failed", o.RetryFailed, "run rows of an earlier run again that failed for a reason that may have passed, and merge them into their shards")
	fs.StringVar(&o.RetryReasons, "retry_reasons", o.RetryReasons, "run again the rows that failed for these `reasons`, separated by commas (default with --retry_failed: "+joinReasons(reason.Transients())+")")
	fs.BoolVar(&o.Verify, "verify", o.Verify, "read all files of the shards in --output and compare them with their sidecars: list the damaged ones and exit with code 1 if there are any; download and write nothing")
	define(fs, func(fs *flag.FlagSet) {
		fs.BoolVar(&o.DryRun, "dry_run", o.DryRun, "say what would be done: the columns, rows, shards and hosts, and an estimate; download no picture, write nothing")
	})
	fs.Float64Var(&o.MinSuccess, "min_success", o.MinSuccess, "exit with code 3 when a smaller share of rows was written")
	fs.StringVar(&o.Progress, "progress", o.Progress, "auto (a bar on a terminal), plain or off")
	fs.BoolVar(&o.Verbose, "verbose", o.Verbose, "show log lines, the runner's own among them, as key=value text")
}

// define defines a flag also where Beam has one of that name, which it puts
// ours in the place of: Beam's --dry_run is of Dataflow alone, prints the job
// as the service takes it, and would do so after the output was claimed.
func define(fs *flag.FlagSet, ours func(*flag.FlagSet)) {
	apart := flag.NewFlagSet("", flag.ContinueOnError)
	ours(apart)
	apart.VisitAll(func(f *flag.Flag) {
		if theirs := fs.Lookup(f.Name); theirs != nil {
			*theirs = *f
			return
		}
		fs.Var(f.Value, f.Name, f.Usage)
	})
}
