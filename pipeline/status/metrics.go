package status

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// contentType is that of Prometheus's text format:
// https://prometheus.io/docs/instrumenting/exposition_formats/
const contentType = "text/plain; version=0.0.4; charset=utf-8"

// metrics writes a job's counts for Prometheus. They are few and of one kind; its
// client library would add 0.9 MB to a program that has none to spare.
func metrics(s progress.Snapshot) []byte {
	var to exposition
	to.one("beamcrop_rows_planned", "gauge", "Rows to write or to fail.", float64(s.Total))
	to.one("beamcrop_rows_resumed_total", "counter", "Rows of shards that an earlier run completed.", float64(s.Resumed))
	to.one("beamcrop_rows_written_total", "counter", "Rows that this run has downloaded, cropped and encoded.", float64(s.Written))
	to.head("beamcrop_rows_failed_total", "counter", "Rows that failed in this run, by reason.")
	for _, reason := range slices.Sorted(maps.Keys(s.Reasons)) {
		to.value(fmt.Sprintf("beamcrop_rows_failed_total{reason=%q}", reason), float64(s.Reasons[reason]))
	}
	to.one("beamcrop_downloaded_bytes_total", "counter", "Bytes of bodies that this run has downloaded.", float64(s.Bytes))
	to.one("beamcrop_rows_in_flight", "gauge", "Rows that are being downloaded or cropped in this process.", float64(s.InFlight))
	to.one("beamcrop_rows_in_flight_limit", "gauge", "How many rows may be in flight at present.", float64(s.Limit))
	to.one("beamcrop_outage_seconds", "gauge", "For how long this machine's own network has been out.", s.Outage.Seconds())
	return to.Bytes()
}

// exposition is a text in Prometheus's format.
type exposition struct{ bytes.Buffer }

func (e *exposition) head(name, kind, help string) {
	_, _ = fmt.Fprintf(e, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) // a buffer takes all
}

func (e *exposition) value(name string, value float64) {
	_, _ = fmt.Fprintf(e, "%s %g\n", name, value)
}

func (e *exposition) one(name, kind, help string, value float64) {
	e.head(name, kind, help)
	e.value(name, value)
}
