package terminal

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/summarize"
)

// machineProgress is a line of --progress=json, for a program that runs this one.
type machineProgress struct {
	Progress struct {
		Total    int64            `json:"total"` // rows, as far as is known
		Done     int64            `json:"done"`  // of them: resumed, written and failed
		Resumed  int64            `json:"resumed"`
		Written  int64            `json:"written"`
		Failed   int64            `json:"failed"`
		Reasons  map[string]int64 `json:"reasons,omitempty"`
		Bytes    int64            `json:"bytes"` // downloaded
		Rate     float64          `json:"rows_per_second"`
		InFlight int              `json:"in_flight"`
	} `json:"progress"`
}

// machineSummary is the last line of --progress=json.
type machineSummary struct {
	Summary summarize.Summary `json:"summary"`
	Output  string            `json:"output"` // folder
}

func writeProgress(to io.Writer, s progress.Snapshot, rate float64) {
	var line machineProgress
	p := &line.Progress
	p.Total, p.Done, p.Resumed, p.Written, p.Failed = s.Total, min(s.Done(), s.Total), s.Resumed, s.Written, s.Failed
	p.Reasons, p.Bytes, p.Rate, p.InFlight = s.Reasons, s.Bytes, rate, s.InFlight
	writeLine(to, line)
}

// Finish writes the last line of --progress=json; other modes have none.
func Finish(to io.Writer, mode string, s summarize.Summary, output string) {
	if mode == "json" {
		writeLine(to, machineSummary{s, output})
	}
}

func writeLine(to io.Writer, line any) {
	data, err := json.Marshal(line)
	if err != nil {
		data = fmt.Appendf(nil, `{"error": %q}`, err) // a number that JSON has no way to write
	}
	_, _ = fmt.Fprintf(to, "%s\n", data) // a lost reader is no reason to stop
}
