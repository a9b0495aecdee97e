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
	fs.Func("input", "input `files`: a file, a glob (** matches any number of folders) or a folder, local or at gs://, s3:// or hf://datasets/OWNER/NAME[@REVISION]/PATH, or an https:// link; separate several with commas or repeat the flag; write a comma in a name as \\,", func(text string) error {
		for _, pattern := range splitList(text) {
			pattern, err := files.ExpandHome(pattern)
			if err != nil {
				return err
			}
			o.Inputs = append(o.Inputs, pattern)
		}
		return nil
	})
	fs.StringVar(&o.InputFormat, "input_format", o.InputFormat, "auto (by each file's name, or else its first bytes), parquet, csv, tsv or jsonl; text may be compressed with gzip, zstd or bzip2")
	fs.StringVar(&o.Header, "header", o.Header, "whether the first row of CSV and TSV names the columns: auto (yes, unless it holds a link), yes, or no (the columns are then called column1, column2, ...)")
	fs.StringVar(&o.Delimiter, "delimiter", o.Delimiter, "the `character` between the cells of CSV, or the word tab (default: comma, semicolon, tab or |, detected for each file)")
	fs.StringVar(&o.Encoding, "encoding", o.Encoding, "the `encoding` of text inputs, such as utf-16, windows-1251 or shift_jis (default: UTF-8, UTF-16 or Windows-1252, detected for each file)")
	fs.StringVar(&o.Preset, "preset", o.Preset, "use the columns and box layout of a known `dataset`: "+strings.Join(presetNames(), ", "))
	fs.StringVar(&o.URLColumn, "url_column", o.URLColumn, "`column` of links (default: the first usual name whose cells are links, such as image_url or url, or else the only column of links)")
	fs.StringVar(&o.BoxColumn, "box_column", o.BoxColumn, "`column` of boxes, or four columns such as x1,y1,x2,y2, or none to keep whole pictures (default: a column with a usual name such as box, bbox or face_bboxes, or four such as xmin,ymin,xmax,ymax, if there are any)")
	fs.StringVar(&o.BoxFormat, "box_format", o.BoxFormat, "box layout: xyxy (left, top, right, bottom), xywh (left, top, width, height), cxcywh (centre, width, height), or auto to detect it from the data")
	fs.StringVar(&o.BoxUnits, "box_units", o.BoxUnits, "box units: pixels, fraction, permille, or auto to detect them from the data")
	fs.StringVar(&o.BoxSizeColumns, "box_size_columns", o.BoxSizeColumns, "`columns` with the width and height of the picture that the boxes were drawn on, as width,height, or one column with both, such as \"height width\" or size:wh; boxes are scaled if the downloaded picture has another size")
	fs.StringVar(&o.CaptionColumn, "caption_column", o.CaptionColumn, "`column` of captions, or none (default: a column with a usual name such as caption, text or alt, if there is one)")
	fs.StringVar(&o.Captions, "captions", o.Captions, "which captions to use if a row has a list of them: first, all (one output row for each), longest, or random (depends on --seed)")
	fs.StringVar(&o.Keep, "keep", o.Keep, "other `columns` to copy to the output with their types: all, none, or names separated by commas (write a comma in a name as \\,)")
	fs.StringVar(&o.VerifyHash, "verify_hash", o.VerifyHash, "`column` of MD5 or SHA-256 hashes in hexadecimal: fail pictures whose bytes have a different hash")

	fs.StringVar(&o.Where, "where", o.Where, "sample only from rows for which this `expression` is true, such as 'width >= 512 and caption != nil'")
	fs.StringVar(&o.Sample, "sample", o.Sample, "how many rows to take: a `number`, a percentage such as 1%, or 0 for all")
	fs.Uint64Var(&o.Seed, "seed", o.Seed, "random seed of the sample")

	fs.Float64Var(&o.Crop.Margin, "margin", o.Crop.Margin, "grow the box on every side by this fraction of its size")
	fs.BoolVar(&o.Crop.Square, "square", o.Crop.Square, "make the crop square")
	fs.Func("resize", "resize crops to `WxH`, such as 224x224", o.parseResize)
	fs.StringVar(&o.Crop.Mode, "resize_mode", o.Crop.Mode, "how to resize: fit (inside WxH), fill (WxH, edges cut off), stretch (WxH, distorted), or pad (fit, then pad to WxH with --pad_color)")
	fs.StringVar(&o.Crop.PadColor, "pad_color", o.Crop.PadColor, "`colour` of --resize_mode=pad: a name, such as black, or #RRGGBB")
	fs.BoolVar(&o.Crop.OnlyIfBigger, "resize_only_if_bigger", o.Crop.OnlyIfBigger, "keep the size of crops that --resize would enlarge on either side; with pad they are padded to WxH")
	fs.StringVar(&o.Crop.EXIF, "exif", o.Crop.EXIF, "apply the EXIF orientation, so that boxes refer to the upright picture and crops are upright, or ignore it")
	fs.IntVar(&o.Crop.MinSize, "min_size", o.Crop.MinSize, "fail crops smaller than this many pixels on a side")
	fs.StringVar(&o.Crop.Encode, "encode", o.Crop.Encode, "jpeg, png, or source: no re-encoding; whole pictures stay as downloaded, and parts of a JPEG keep their compressed blocks, with columns that say where the crop lies in them")
	fs.IntVar(&o.Crop.Quality, "quality", o.Crop.Quality, "JPEG quality, 1 to 100")
	fs.Int64Var(&o.Crop.MaxPixels, "max_pixels", o.Crop.MaxPixels, "fail pictures with more pixels than this")

	fs.Func("output", "`folder` to write to, local, gs:// or s3://", func(text string) (err error) {
		o.Output, err = files.ExpandHome(text)
		return err
	})
	fs.StringVar(&o.OutputFormat, "output_format", o.OutputFormat, "parquet, jsonl, webdataset or tfrecord")
	fs.StringVar(&o.ImageEncoding, "image_encoding", o.ImageEncoding, "base64 or binary (parquet takes both and defaults to base64; jsonl is always base64, webdataset and tfrecord always binary)")
	fs.IntVar(&o.ShardRows, "shard_rows", o.ShardRows, "rows per shard")
	fs.StringVar(&o.IDPrefix, "id_prefix", o.IDPrefix, "`text` to put before every id and WebDataset key, so that the outputs of several jobs can be merged")
	fs.BoolVar(&o.Overwrite, "overwrite", o.Overwrite, "replace what an earlier run left in the output folder")

	fs.IntVar(&o.Fetch.Concurrency, "concurrency", o.Fetch.Concurrency, "maximum requests in flight over all hosts (0 = tune automatically)")
	fs.IntVar(&o.Fetch.HostConcurrency, "host_concurrency", o.Fetch.HostConcurrency, "maximum requests in flight per host")
	fs.Float64Var(&o.Fetch.HostRate, "host_rate", o.Fetch.HostRate, "maximum requests per second per host (0 = no limit)")
	fs.DurationVar(&o.Fetch.Timeout, "timeout", o.Fetch.Timeout, "how long a server may be silent: half of this to connect or within a body, three quarters until it answers")
	fs.DurationVar(&o.Fetch.RowDeadline, "row_deadline", o.Fetch.RowDeadline, "maximum time for a row, from its first attempt to its last")
	fs.DurationVar(&o.Fetch.MaxOutage, "max_outage", o.Fetch.MaxOutage, "how long to wait while this machine's own network is down before the job stops; it can be resumed (0 = do not wait; rows fail)")
	fs.IntVar(&o.Fetch.Retries, "retries", o.Fetch.Retries, "further attempts after a transient failure; a timeout counts as three")
	fs.Int64Var(&o.Fetch.MaxBytes, "max_bytes", o.Fetch.MaxBytes, "fail downloads larger than this many bytes")
	fs.IntVar(&o.Fetch.MaxRedirects, "max_redirects", o.Fetch.MaxRedirects, "maximum redirects to follow")
	fs.StringVar(&o.Fetch.UserAgent, "user_agent", o.Fetch.UserAgent, "User-Agent header; please include a contact")
	fs.BoolVar(&o.Fetch.RespectOptOut, "respect_opt_out", o.Fetch.RespectOptOut, "skip pictures whose HTTP response opts out of machine-learning use (X-Robots-Tag: noai or noimageai, TDM-Reservation: 1)")
	fs.BoolVar(&o.Fetch.RespectRobots, "respect_robots", o.Fetch.RespectRobots, "read each site's robots.txt first, and obey it, its Crawl-delay and its Content-Signal: ai-train=no")
	fs.StringVar(&o.Fetch.AllowedPorts, "allowed_ports", o.Fetch.AllowedPorts, "allow only these `ports`, separated by commas (default: all except those of other protocols, as in browsers)")
	fs.StringVar(&o.Fetch.Proxy, "proxy", o.Fetch.Proxy, "`address` of a proxy, or env to use HTTP_PROXY and HTTPS_PROXY; the proxy then has to refuse names that lead to private addresses")
	fs.StringVar(&o.Fetch.DNSServer, "dns_server", o.Fetch.DNSServer, "`address` of the DNS server to use, such as 127.0.0.1:53 (default: the system's)")
	fs.BoolVar(&o.Fetch.AllowPrivate, "allow_private", o.Fetch.AllowPrivate, "also connect to loopback, private and link-local addresses")
	fs.BoolVar(&o.Fetch.AllowWeakTLS, "allow_weak_tls", o.Fetch.AllowWeakTLS, "also connect to servers that offer only RSA key exchange (TLS 1.2 without forward secrecy)")

	fs.BoolVar(&o.RetryFailed, "retry_failed", o.RetryFailed, "retry rows that failed for a transient reason in an earlier run, and merge them into their shards")
	fs.StringVar(&o.RetryReasons, "retry_reasons", o.RetryReasons, "retry rows that failed for these `reasons`, separated by commas (default with --retry_failed: "+joinReasons(reason.Transients())+")")
	fs.BoolVar(&o.Verify, "verify", o.Verify, "read all files of the shards in --output and compare them with their sidecars: list the damaged ones and exit with code 1 if there are any; download and write nothing")
	define(fs, func(fs *flag.FlagSet) {
		fs.BoolVar(&o.DryRun, "dry_run", o.DryRun, "show what a run would do (columns, rows, shards, hosts and an estimate) without downloading pictures or writing anything")
	})
	fs.Float64Var(&o.MinSuccess, "min_success", o.MinSuccess, "exit with code 3 if less than this fraction of the rows was written")
	fs.StringVar(&o.Progress, "progress", o.Progress, "auto (a bar on a terminal), plain, json (one object a line, for a program that runs this one), or off")
	fs.BoolVar(&o.Verbose, "verbose", o.Verbose, "show log lines, including the runner's, as key=value text")
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
