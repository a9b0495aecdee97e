package progress

import (
	"strings"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Namespace is that of all of a job's metrics.
const Namespace = "beamcrop"

// Names of a job's counters; a failed row counts at FailedAs its reason.
const (
	PlannedRows = "rows_planned"
	UnclearRows = "rows_unclear" // --where cannot be told of them
	ResumedRows = "rows_resumed"
	NotKept     = "originals_not_kept" // pictures and failed links for which the store had no room
	WrittenRows = "rows_written"
	Bytes       = "bytes_downloaded"
	failed      = "rows_failed_"
)

// Names of its distributions, over downloads that brought a body, most of which are
// of one row:
// from the first request to the last answer, in milliseconds, and in bytes.
const (
	RowMillis = "row_ms"
	RowBytes  = "row_bytes"
)

// FailedAs names the counter of rows that failed for a reason.
func FailedAs(r reason.Reason) string { return failed + string(r) }

// Distribution is what is kept of many values.
type Distribution struct{ Count, Sum, Min, Max int64 }

// Mean returns the values' mean, 0 of none.
func (d Distribution) Mean() float64 { return float64(d.Sum) / float64(max(d.Count, 1)) }

// join returns the distribution of both's values.
func (d Distribution) join(other Distribution) Distribution {
	switch {
	case d.Count == 0:
		return other
	case other.Count == 0:
		return d
	}
	return Distribution{
		Count: d.Count + other.Count, Sum: d.Sum + other.Sum,
		Min: min(d.Min, other.Min), Max: max(d.Max, other.Max),
	}
}

// Metrics are a job's counters and distributions by name, as a runner reports
// them, over all its workers. The zero value is empty.
type Metrics struct {
	Counters      map[string]int64
	Distributions map[string]Distribution
}

// Add adds to a counter.
func (m *Metrics) Add(name string, n int64) {
	if m.Counters == nil {
		m.Counters = map[string]int64{}
	}
	m.Counters[name] += n
}

// Join adds values to a distribution.
func (m *Metrics) Join(name string, values Distribution) {
	if m.Distributions == nil {
		m.Distributions = map[string]Distribution{}
	}
	m.Distributions[name] = m.Distributions[name].join(values)
}

// Snapshot is what the metrics say of a job's progress.
func (m *Metrics) Snapshot() Snapshot {
	s := Snapshot{
		Total:   m.Counters[PlannedRows],
		Resumed: m.Counters[ResumedRows],
		Written: m.Counters[WrittenRows],
		Bytes:   m.Counters[Bytes],
	}
	_, s.Planned = m.Counters[PlannedRows]
	for name, n := range m.Counters {
		if why, is := strings.CutPrefix(name, failed); is {
			if s.Reasons == nil {
				s.Reasons = map[string]int64{}
			}
			s.Reasons[why] += n
			s.Failed += n
		}
	}
	return s
}
