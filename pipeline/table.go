package pipeline

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// Table says in a few lines what came of a job.
func Table(s Result, output string, elapsed time.Duration) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) } // a Builder never fails
	if n := s.Metrics.Counters[progress.UnclearRows]; n > 0 {
		row("unclear\t%d rows, of which --where cannot be told (--dry_run says why)", n)
	}
	row("sampled\t%d rows%s", s.Sampled, several(s.Summary))
	row("written\t%d\t%s", s.Written, share(s.Written, s.Rows))
	row("failed\t%d\t%s", s.Failed, share(s.Failed, s.Rows))
	for _, reason := range mostFrequent(s.Reasons) {
		row("  %s\t%d\t%s", reason, s.Reasons[reason], share(s.Reasons[reason], s.Rows))
	}
	row("downloaded\t%s in %d requests%s", byteCount(s.BytesDownloaded), s.Attempts, spared(s.Summary))
	for _, line := range []struct{ name, unit, of string }{{progress.RowMillis, "ms", "a row took"}, {progress.RowBytes, "B", "and brought"}} {
		if d := s.Metrics.Distributions[line.name]; d.Count > 0 {
			row("%s\t%.0f %s on average, %d to %d", line.of, d.Mean(), line.unit, d.Min, d.Max)
		}
	}
	row("output\t%s in %d shards, %s", output, s.Shards, byteCount(s.BytesWritten))
	row("report\t%s", files.Join(output, shards.ReportName))
	row("time\t%s", elapsed.Round(10*time.Millisecond))
	_ = w.Flush()
	return text.String()
}

func share(part, whole int64) string {
	return fmt.Sprintf("%5.1f%%", 100*float64(part)/float64(max(whole, 1)))
}

// several says how many boxes there were, where rows have several.
func several(s summarize.Summary) string {
	if s.Rows == s.Sampled {
		return ""
	}
	return fmt.Sprintf(" with %d boxes", s.Rows)
}

// spared says how many requests were not made since rows share links, and how many
// more need not have been.
func spared(s summarize.Summary) string {
	var text string
	if s.SharedDownloads > 0 {
		text += fmt.Sprintf(", %d rows shared another's", s.SharedDownloads)
	}
	if s.RepeatedDownloads > 0 {
		text += fmt.Sprintf(", about %d were of links that another shard has, too", s.RepeatedDownloads)
	}
	return text
}
