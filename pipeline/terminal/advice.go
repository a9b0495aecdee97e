package terminal

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// Advice says in a line why a job wrote nothing, and what to do about it.
// proxy is the one that was used.
func Advice(ctx context.Context, store *files.Files, output, proxy string, s summarize.Summary) string {
	return adviceOn(s, failureExample(ctx, store, output, s), proxy, output)
}

// adviceOn is Advice, given a detail of the most frequent reason; "" if there is
// none.
func adviceOn(s summarize.Summary, detail, proxy, output string) string {
	var unreached int64
	for _, why := range []reason.Reason{reason.DNS, reason.Connect, reason.HostDown} {
		unreached += s.Reasons[string(why)]
	}
	most := figures.MostFrequent(s.Reasons)[0]
	if unreached == s.Failed {
		return fmt.Sprintf("no server could be reached (%s): %s", most, reaching(proxy))
	}
	text := fmt.Sprintf("all %d failed for %s", s.Failed, most)
	switch {
	case s.Failed == 1:
		text = "the only one failed for " + most
	case len(s.Reasons) > 1:
		text = fmt.Sprintf("%d of %d failed for %s", s.Reasons[most], s.Failed, most)
	}
	if detail != "" {
		text += fmt.Sprintf(", such as %q", detail)
	}
	switch reason.Reason(most) {
	case reason.BlockedAddress:
		return text + ": if you trust the servers on your own network, add --allow_private; if it is the port that is refused, see --allowed_ports"
	case reason.BoxOutside, reason.TooSmall:
		return text + ": see with --preview=12 whether the boxes are read right, or say what they are with --box_format and --box_units"
	case reason.InvalidRow, reason.InvalidURL:
		return text + ": see with --dry_run whether the right columns are read"
	}
	return text + ": all details are in " + files.Join(output, "failures")
}

// reaching says how servers may be reached.
func reaching(proxy string) string {
	if proxy != "" {
		return "check that the proxy " + proxy + " works"
	}
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		if os.Getenv(name) != "" || os.Getenv(strings.ToLower(name)) != "" {
			return name + " is set: to download pictures through that proxy, add --proxy=env"
		}
	}
	return "check this machine's network and, if it needs one, name a proxy with --proxy"
}

// failureExample returns the detail of a row that failed for the most frequent reason, ""
// if the first shard, which is all that is looked at, has none.
func failureExample(ctx context.Context, store *files.Files, output string, s summarize.Summary) string {
	data, err := store.ReadFile(ctx, files.Join(output, shards.SidecarName(0, s.Shards)))
	if err != nil {
		return ""
	}
	side, err := shards.DecodeSidecar(data)
	if err != nil {
		return ""
	}
	for _, failed := range side.Report.Details.Failures[figures.MostFrequent(s.Reasons)[0]] {
		return failed.Detail
	}
	return ""
}
