package terminal

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/percent"
	"github.com/beamcrop/beamcrop/transforms/printable"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// Result is what came of a job.
type Result struct {
	summarize.Summary
	Metrics  progress.Metrics // the runner's, of this run: not of an earlier one that it resumed
	Captions string           // the choice of them, one of captions.Choices
	Whole    string           // why crops are whole pictures; "" = they are not
	Bound    string           // by what, as it was measured, and what would help; "" = nothing stood out
}

// Table says in a few lines what came of a job.
func Table(s Result, output string, elapsed time.Duration) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) } // a Builder never fails
	if n := s.Metrics.Counters[progress.UnclearRows]; n > 0 {
		row("unclear\t%d rows, of which --where cannot be told (--dry_run says why)", n)
	}
	width := len(fmt.Sprint(max(s.Sampled, s.Written, s.Failed))) // numbers stand in a column
	row("sampled\t%*d %s%s", width, s.Sampled, figures.Plural(s.Sampled, "row", "rows"), several(s))
	row("written\t%*d  %s", width, s.Written, figures.Share(s.Written, s.Rows))
	row("failed\t%*d  %s", width, s.Failed, figures.Share(s.Failed, s.Rows))
	reasons := figures.MostFrequent(s.Reasons)
	for i, tenths := range reasonShares(s.Summary, reasons) {
		row("  %s\t%*d  %6s", reasons[i], width, s.Reasons[reasons[i]], percent.Text(tenths))
	}
	if s.Whole != "" {
		row("crops\t%s", s.Whole)
	}
	row("downloaded\t%s in %d %s%s", figures.Bytes(s.BytesDownloaded), s.Attempts, figures.Plural(s.Attempts, "request", "requests"), spared(s.Summary))
	if kept := s.Originals; kept != nil {
		row("originals\t%d of %d pictures were already here%s, the oldest from %s", kept.Pictures, s.Rows, rememberedText(kept.Failures), kept.Oldest.Format(time.DateOnly))
	}
	if n := s.Metrics.Counters[progress.NotKept]; n > 0 {
		row("not kept\t%d pictures and dead links: the store of originals is full", n)
	}
	if took, size := s.Metrics.Distributions[progress.RowMillis], s.Metrics.Distributions[progress.RowBytes]; took.Count > 0 {
		row("  mean\t%s in %s", figures.Bytes(int64(size.Mean())), millis(int64(took.Mean())))
		row("  max\t%s, %s", figures.Bytes(size.Max), millis(took.Max))
	}
	output = printable.Line(output)
	row("output\t%s in %d %s, %s", output, s.Shards, figures.Plural(int64(s.Shards), "shard", "shards"), figures.Bytes(s.BytesWritten))
	row("report\t%s", files.Join(output, shards.ReportName))
	row("time\t%s", elapsed.Round(10*time.Millisecond))
	if s.Bound != "" {
		row("bound by\t%s", printable.Line(s.Bound))
	}
	_ = w.Flush()
	return text.String()
}

// millis writes milliseconds, of long times none.
func millis(n int64) string {
	d := time.Duration(n) * time.Millisecond
	if d >= 10*time.Second {
		d = d.Round(100 * time.Millisecond)
	}
	return d.String()
}

// reasonShares returns the reasons' shares of all rows, in tenths of a percent. They
// add up to the share of the failed.
func reasonShares(s summarize.Summary, reasons []string) []int64 {
	counts := make([]int64, len(reasons))
	for i, reason := range reasons {
		counts[i] = s.Reasons[reason]
	}
	return percent.Split(percent.Of(s.Failed, s.Rows), counts...)
}

// several says how many boxes or captions there were, where rows have several.
func several(s Result) string {
	switch {
	case s.Rows == s.Sampled:
		return ""
	case s.Captions == captions.All:
		return fmt.Sprintf(" with %d %s", s.Rows, figures.Plural(s.Rows, "caption", "captions"))
	}
	return fmt.Sprintf(" with %d %s", s.Rows, figures.Plural(s.Rows, "box", "boxes"))
}

// spared says how many requests were not made since rows share links, and how many
// more need not have been.
func spared(s summarize.Summary) string {
	var text string
	if s.SharedDownloads > 0 {
		text += fmt.Sprintf(", %d %s another's", s.SharedDownloads, figures.Plural(s.SharedDownloads, "row shared", "rows shared"))
	}
	if s.RepeatedDownloads > 0 {
		text += fmt.Sprintf(", about %d of links that another shard has, too", s.RepeatedDownloads)
	}
	return text
}

// rememberedText says how many rows failed as the store of originals remembers it.
func rememberedText(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d %s", n, figures.Plural(n, "link is remembered as dead", "links are remembered as dead"))
}
