package pipeline

import (
	"fmt"
	"strconv"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/pipeline/preview"
	"github.com/beamcrop/beamcrop/pipeline/status"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// cropOptions say how a box becomes a crop. crop.Options.Validate checks them.
func (o *Options) cropOptions() []option.Option {
	c := &o.Crop
	return grouped(option.Crop, []option.Option{
		{
			Name: "margin", Value: option.Fraction(&c.Margin, 10, "%s times the box on every side"), Common: true, Plan: option.As("margin", func() string { return fmt.Sprint(c.Margin) }),
			Help: "grow the box on every side by this `fraction` of its size: 0.1 and 10% are the same",
		},
		{Name: "square", Value: option.Bool(&c.Square), Plan: option.Always, Help: "make the crop square"},
		{
			Name: "resize", Value: resize{c}, Common: true, Unset: "each crop's own size", Plan: option.As("resize", func() string { return fmt.Sprintf("%dx%d", c.Width, c.Height) }),
			Help: "resize crops to `WxH`, or to one number for both",
		}, {
			Name: "resize_mode", Value: option.Text(&c.Mode), Plan: option.Always,
			Help: "how to resize: fit (inside WxH), fill (WxH, edges cut off), stretch (WxH, distorted), or pad (fit, then pad to WxH with --pad_color)",
		}, {
			Name: "pad_color", Value: option.Text(&c.PadColor), Plan: option.When(func() bool { return c.Mode == "pad" }, option.Always),
			Help: "`colour` of --resize_mode=pad: a name, such as black, or #RRGGBB",
		}, {
			Name: "resize_only_if_bigger", Value: option.Bool(&c.OnlyIfBigger), Plan: option.UnlessDefault,
			Help: "keep the size of crops that --resize would enlarge on either side; with pad they are padded to WxH",
		}, {
			Name: "exif", Value: option.Text(&c.EXIF), Plan: option.Always,
			Help: "apply the EXIF orientation, so that boxes refer to the upright picture and crops are upright, or ignore it",
		},
		{Name: "min_size", Value: option.Whole(&c.MinSize), Plan: option.Always, Help: "fail crops smaller than this many pixels on a side"},
		{Name: "min_source_size", Value: option.Whole(&c.MinSourceSize), Plan: option.UnlessDefault, Help: "fail pictures of which a side has fewer pixels than this (0 = none)"},
		{Name: "max_aspect_ratio", Value: option.Number(&c.MaxAspectRatio), Plan: option.UnlessDefault, Help: "fail pictures whose longer side is more than this many times the shorter one (0 = none)"},
		{Name: "max_pixels", Value: option.Count(&c.MaxPixels), Plan: option.Always, Help: "fail pictures with more pixels than this, such as 50M"},
	})
}

// encodeOptions say what a crop is written as.
func (o *Options) encodeOptions() []option.Option {
	return grouped(option.Encode, []option.Option{
		{
			Name: "encode", Value: option.Text(&o.Crop.Encode), Common: true, Plan: option.Always,
			Help: "jpeg, png, or source: as downloaded, with parts of a JPEG cut out without encoding them again",
		},
		{Name: "quality", Value: option.Whole(&o.Crop.Quality), Plan: option.Always, Help: "JPEG quality, 1 to 100"},
	})
}

// outputOptions say what is written, and where.
func (o *Options) outputOptions() []option.Option {
	return grouped(option.Output, []option.Option{
		{
			Name: "output", Value: option.Of(&o.Output, files.ExpandHome, asIs), Common: true, Once: true,
			Help: "`folder` to write to, local, gs:// or s3://",
		}, {
			Name: "output_format", Value: option.Text(&o.OutputFormat), Common: true, Check: option.OneOf(&o.OutputFormat, shards.Formats()...), Plan: option.Always,
			Help: "parquet, jsonl, webdataset or tfrecord",
		}, {
			Name: "image_encoding", Value: option.Text(&o.ImageEncoding), Check: o.checkImageEncoding, Plan: option.As("image_encoding", o.imageEncoding),
			Help: "base64 or binary (parquet takes both and defaults to base64; jsonl is always base64, webdataset and tfrecord always binary)",
		},
		{Name: "shard_rows", Value: option.SmallCount(&o.ShardRows), Check: option.Within(&o.ShardRows, 1, maxShardRows), Plan: option.Always, Help: "rows per shard"},
		{
			Name: "id_prefix", Value: option.Text(&o.IDPrefix), Check: o.checkIDPrefix, Plan: option.UnlessDefault,
			Help: "`text` to put before every id and WebDataset key, so that the outputs of several jobs can be merged",
		},
		{Name: "overwrite", Value: option.Bool(&o.Overwrite), Once: true, Help: "replace what an earlier run left in the output folder"},
	})
}

// fetchOptions say how pictures are downloaded. fetch.Options.Validate checks them, but
// for zeros, for which it has defaults.
func (o *Options) fetchOptions() []option.Option {
	f := &o.Fetch
	return grouped(option.Fetch, []option.Option{
		{
			Name: "originals", Value: option.Of(&o.Originals, files.ExpandHome, asIs), Unset: "nothing is kept",
			Help: "`folder` of a store of pictures as served, local, gs:// or s3://: links that it has are not asked for, and what is downloaded is added",
		}, {
			Name: "originals_max", Value: option.Text(&o.OriginalsMax), Unset: "no limit",
			Help: "stop adding to the store when it has this `size`, such as 500GB (0 = add nothing)",
		}, {
			Name: "refresh", Value: option.Text(&o.Refresh),
			Help: "ask again for what the store has: never, failed (for links that failed for good), or an age such as 30d (for all that is older)",
		},
		{Name: "user_agent", Value: option.Text(&f.UserAgent), Common: true, Help: "User-Agent header; please include a contact"},
		{Name: "concurrency", Value: option.Whole(&f.Concurrency), Unset: "tuned automatically", Help: "maximum requests in flight over all hosts (0 = tune automatically)"},
		{Name: "host_concurrency", Value: option.Whole(&f.HostConcurrency), Check: option.NotZero(&f.HostConcurrency), Help: "maximum requests in flight per host"},
		{Name: "host_rate", Value: option.Number(&f.HostRate), Unset: "no limit", Help: "maximum requests per second per host (0 = no limit)"},
		{
			Name: "timeout", Value: option.Duration(&f.Timeout), Check: option.NotZero(&f.Timeout),
			Help: "how long a server may be silent, in seconds or as 1m30s: half of this to connect or within a body, three quarters until it answers",
		},
		{Name: "row_deadline", Value: option.Duration(&f.RowDeadline), Check: option.NotZero(&f.RowDeadline), Help: "maximum time for a row, from its first attempt to its last"},
		{
			Name: "max_outage", Value: option.Duration(&f.MaxOutage),
			Help: "how long to wait while this machine's own network is down before the job stops; it can be resumed (0 = do not wait; rows fail)",
		},
		{Name: "retries", Value: option.Whole(&f.Retries), Help: "further attempts after a transient failure; a timeout counts as three"},
		{Name: "max_bytes", Value: option.Bytes(&f.MaxBytes), Check: option.NotZero(&f.MaxBytes), Plan: option.Always, Help: "fail downloads larger than this many bytes, such as 32MiB"},
		{Name: "max_redirects", Value: option.Whole(&f.MaxRedirects), Plan: option.Always, Help: "maximum redirects to follow"},
		{
			Name: "respect_opt_out", Value: option.Bool(&f.RespectOptOut), Plan: option.Always,
			Help: "skip pictures whose HTTP response opts out of machine-learning use (X-Robots-Tag: noai or noimageai, TDM-Reservation: 1)",
		},
		{Name: "respect_robots", Value: option.Bool(&f.RespectRobots), Plan: option.Always, Help: "read each site's robots.txt first, and obey it, its Crawl-delay and its Content-Signal: ai-train=no"},
		{
			Name: "allowed_ports", Value: option.Text(&f.AllowedPorts), Plan: option.Always,
			Help: "allow only these `ports`, separated by commas (default: all except those of other protocols, as in browsers)",
		}, {
			Name: "proxy", Value: option.Text(&f.Proxy), Secret: withoutSecrets,
			Help: "`address` of a proxy, or env to use HTTP_PROXY and HTTPS_PROXY; the proxy then has to refuse names that lead to private addresses",
		},
		{Name: "dns_server", Value: option.Text(&f.DNSServer), Help: "`address` of the DNS server to use, such as 127.0.0.1:53 (default: the system's)"},
		{Name: "allow_private", Value: option.Bool(&f.AllowPrivate), Plan: option.Always, Help: "also connect to loopback, private and link-local addresses"},
		{Name: "allow_weak_tls", Value: option.Bool(&f.AllowWeakTLS), Plan: option.Always, Help: "also connect to servers that offer only RSA key exchange (TLS 1.2 without forward secrecy)"},
	})
}

// runOptions say what is done this time, and what is shown of it.
func (o *Options) runOptions() []option.Option {
	return grouped(option.Run, []option.Option{
		{
			Name: "dry_run", Value: option.Bool(&o.DryRun), Common: true, Once: true,
			Help: "say what a run would do, and download no picture and write nothing",
		}, {
			Name: "preview", Value: option.Whole(&o.Preview), Once: true, Check: o.checkPreview,
			Help: "with the output of --dry_run, write preview.html for this `number` of rows, such as 12: their pictures with the boxes drawn on them, and the crops (their pictures are downloaded)",
		}, {
			Name: "part", Value: option.Text(&o.Part), Once: true, Check: o.checkPart,
			Help: "do one part of a job that several processes do together: `K/N` (K from 1 to N), auto to take both from Slurm's or Grid Engine's job array, or all to finish what other parts have left",
		}, {
			Name: "retry_failed", Value: option.Bool(&o.RetryFailed), Once: true,
			Help: "retry rows that failed for a transient reason in an earlier run, and merge them into their shards",
		}, {
			Name: "retry_reasons", Value: option.Text(&o.RetryReasons), Once: true,
			Help: "retry rows that failed for these `reasons`, separated by commas (default with --retry_failed: " + joinReasons(reason.Transients()) + ")",
		}, {
			Name: "verify", Value: option.Bool(&o.Verify), Once: true,
			Help: "read all files of the shards in --output and compare them with their sidecars: list the damaged ones and exit with code 1 if there are any; download and write nothing",
		}, {
			Name: "progress_of", Value: option.Text(&o.ProgressOf), Once: true,
			Help: "say how far the job is that writes into this `folder`, on whatever machine: shards and rows that are complete; do nothing else",
		}, {
			Name: "remove_originals", Value: option.Text(&o.RemoveOriginals), Once: true,
			Help: "remove the links in this `file`, one a line, with their pictures from --originals; download nothing",
		}, {
			Name: "min_success", Value: option.Fraction(&o.MinSuccess, 2, "%s times as many rows as there are"), Check: o.checkMinSuccess,
			Help: "exit with code 3 if less than this `fraction` of the rows was written, such as 90%",
		},
		{
			Name: "progress", Value: option.Text(&o.Progress), Once: true, Check: option.OneOf(&o.Progress, "auto", "plain", "json", "off"),
			Help: "auto (a bar on a terminal), plain, json (one object a line, for a program that runs this one), or off",
		},
		{
			Name: "status", Value: option.Text(&o.Status), Once: true, Check: o.checkStatus,
			Help: "while the job runs, serve the report as it stands and, at /metrics, counts for Prometheus at this `address`: a port of this machine such as 8080, or HOST:PORT",
		},
		{Name: "verbose", Value: option.Bool(&o.Verbose), Once: true, Help: "show log lines, including the runner's, as key=value text"},
	})
}

func (o *Options) checkImageEncoding() error {
	if err := option.OneOf(&o.ImageEncoding, "", shards.EncodingBase64, shards.EncodingBinary)(); err != nil {
		return fmt.Errorf("must be %s or %s, not %s", shards.EncodingBase64, shards.EncodingBinary, strconv.Quote(o.ImageEncoding))
	}
	return nil
}

func (o *Options) checkIDPrefix() error {
	if !idPrefix.MatchString(o.IDPrefix) {
		return fmt.Errorf("must be at most 64 letters, digits, _ and -, as it stands in file names too, not %q", o.IDPrefix)
	}
	return nil
}

func (o *Options) checkPreview() error {
	if o.Preview < 0 || o.Preview > preview.Most {
		return fmt.Errorf("must be a number of rows from 1 to %d, or 0 for no preview, not %d", preview.Most, o.Preview)
	}
	return nil
}

func (o *Options) checkStatus() error {
	if o.Status == "" {
		return nil
	}
	_, err := status.Address(o.Status)
	return err
}

func (o *Options) checkMinSuccess() error {
	if !(o.MinSuccess >= 0 && o.MinSuccess <= 1) {
		return fmt.Errorf("must be a share from 0 to 1, not %v", o.MinSuccess)
	}
	return nil
}
