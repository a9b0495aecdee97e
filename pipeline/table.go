package pipeline

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// Table says in a few lines what came of a job.
func Table(s summarize.Summary, output string, elapsed time.Duration) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	row := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) } // a Builder never fails
	row("sampled\t%d rows", s.Rows)
	row("written\t%d\t%s", s.Written, share(s.Written, s.Rows))
	row("failed\t%d\t%s", s.Failed, share(s.Failed, s.Rows))
	for _, reason := range mostFrequent(s.Reasons) {
		row("  %s\t%d\t%s", reason, s.Reasons[reason], share(s.Reasons[reason], s.Rows))
	}
	row("downloaded\t%s in %d requests", byteCount(s.BytesDownloaded), s.Attempts)
	row("output\t%s in %d shards, %s", output, s.Shards, byteCount(s.BytesWritten))
	row("report\t%s", files.Join(output, shards.ReportName))
	row("time\t%s", elapsed.Round(10*time.Millisecond))
	_ = w.Flush()
	return text.String()
}

func share(part, whole int64) string {
	return fmt.Sprintf("%5.1f%%", 100*float64(part)/float64(max(whole, 1)))
}
