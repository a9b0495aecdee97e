package terminal

import (
	"fmt"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// barCells is the width of the bar; topReasons how many failure reasons a line
// has room for.
const (
	barCells   = 20
	topReasons = 3
)

// progressLine says in one line how far a job is: rows, rate of late, success rate,
// bytes, time left, why most failed rows failed, and which host it waits for or how
// many rows are in flight of how many there may be.
func progressLine(s progress.Snapshot, rate float64) string {
	done := min(s.Done(), s.Total) // a runner that tries a bundle again has its rows counted again
	share := float64(done) / float64(max(s.Total, 1))
	full := int(share * barCells)
	parts := []string{
		fmt.Sprintf("[%s%s] %d/%d rows", strings.Repeat("#", full), strings.Repeat(".", barCells-full), done, s.Total),
	}
	if settled := s.Settled(); settled > 0 {
		parts = append(parts,
			fmt.Sprintf("%.0f/s", rate),
			fmt.Sprintf("%.1f%% ok", 100*float64(s.Written)/float64(settled)),
			figures.Bytes(s.Bytes))
		if eta := timeLeft(s, s.Total-done, rate); eta > 0 {
			parts = append(parts, "ETA "+figures.Seconds(eta).String())
		}
	}
	if s.Resumed > 0 {
		parts = append(parts, fmt.Sprintf("%d resumed", s.Resumed))
	}
	for i, reason := range figures.MostFrequent(s.Reasons) {
		if i == topReasons {
			break
		}
		parts = append(parts, fmt.Sprintf("%s %d", reason, s.Reasons[reason]))
	}
	switch {
	case s.Outage > 0:
		parts = append(parts, fmt.Sprintf("waiting for this machine's network, out for %v", s.Outage.Round(time.Second)))
	case s.Settled() > 0 && s.Silent.Rows > 0:
		parts = append(parts, waitingForSilent(s.Silent))
	case s.Waiting.Rows > 0:
		parts = append(parts, waitingFor(s.Waiting))
	case s.InFlight > 0:
		parts = append(parts, fmt.Sprintf("%d/%d in flight", s.InFlight, s.Limit))
	}
	return strings.Join(parts, "  ")
}

// timeLeft returns how many seconds rows will take at a rate, and no less than the
// host that the job waits for needs for its own; 0 if that cannot be told, as of
// hosts that do not answer.
func timeLeft(s progress.Snapshot, rows int64, rate float64) float64 {
	if rows <= 0 || s.Silent.Rows > 0 {
		return 0
	}
	left := 0.0
	if rate > 0 {
		left = float64(rows) / rate
	}
	return max(left, s.Waiting.Takes.Seconds())
}

// waitingForSilent says that hosts that do not answer are what the job waits for.
func waitingForSilent(s progress.Silent) string {
	text := fmt.Sprintf("waiting for %d %s of %d %s", s.Rows, figures.Plural(int64(s.Rows), "row", "rows"), s.Hosts, figures.Plural(int64(s.Hosts), "host that does not answer", "hosts that do not answer"))
	if s.Most > 0 {
		text += fmt.Sprintf(", at most %v", figures.Seconds(s.Most.Seconds()))
	}
	return text
}

// waitingFor says that politeness to hosts is what the job waits for.
func waitingFor(w progress.Waiting) string {
	text := fmt.Sprintf("waiting for %s: %d %s, ", w.Host, w.Rows, figures.Plural(int64(w.Rows), "row", "rows"))
	switch {
	case w.Rate == 0:
		text += fmt.Sprintf("%d at a time", w.Window)
	case w.Rate < 1:
		text += fmt.Sprintf("one each %.0f s", 1/w.Rate)
	default:
		text += fmt.Sprintf("%.0f/s", w.Rate)
	}
	if w.Refuses {
		text += " (it refused more)"
	}
	switch {
	case w.Others == 1:
		text += ", and for another host"
	case w.Others > 1:
		text += fmt.Sprintf(", and for %d other hosts", w.Others)
	}
	return text
}
