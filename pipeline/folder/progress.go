package folder

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/printable"
)

// Progress says on to how far the job of an output folder is, wherever it runs: by
// its complete shards, which is all that there is to resume. It tells no time that
// is left, since nothing in the folder says whether anybody works on it.
func Progress(ctx context.Context, output string, now time.Time, to io.Writer) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	there, err := look(ctx, store, output)
	if err != nil {
		return err
	}
	if !there.used() {
		return joberror.Usagef("%s holds no output of beamcrop: there is no %s in it", output, shards.ManifestName)
	}
	sides, _, err := there.sidecars(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(to, printable.Line(output+": "+progress(sides, there.manifest.Complete, now))) //nolint:errcheck // as for all that is printed
	return nil
}

// progress puts the complete shards into words.
func progress(sides []shards.Sidecar, complete bool, now time.Time) string {
	if len(sides) == 0 {
		return "no shard is complete yet"
	}
	var written, failed int64
	var finished stats.Timeline
	reasons := map[string]int64{}
	for _, side := range sides {
		written += side.Report.Written
		failed += side.Report.Failed
		finished.Merge(side.Report.Details.Finished)
		for reason, n := range side.Report.Reasons {
			reasons[reason] += n
		}
	}
	text := fmt.Sprintf("%d of %d shards are complete, with %d rows written and %d failed%s", len(sides), sides[0].Shards, written, failed, most(reasons))
	if complete {
		return text + "; the job is complete"
	}
	if len(finished.Written) > 0 {
		age := max(now.Sub(time.Unix(finished.End(), 0)), 0).Round(time.Second)
		text += fmt.Sprintf("; the last of these rows ended %s ago", age)
	}
	return text
}

// most names the reasons that failed most rows.
func most(reasons map[string]int64) string {
	if len(reasons) == 0 {
		return ""
	}
	const shown = 3
	var parts []string
	for _, name := range figures.MostFrequent(reasons) {
		if len(parts) == shown {
			parts = append(parts, "...")
			break
		}
		parts = append(parts, fmt.Sprintf("%s %d", name, reasons[name]))
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
