package dataflow

import (
	"strings"

	df "google.golang.org/api/dataflow/v1b3"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// Metrics reads a job's counters and distributions of one namespace. Dataflow
// lists each twice, as committed and, "tentative", with what bundles under way
// have counted too; of a name, the one that has counted more is taken.
func Metrics(m *df.JobMetrics, namespace string) progress.Metrics {
	var committed, tentative progress.Metrics
	for _, update := range m.Metrics {
		if update.Name == nil || update.Name.Context["namespace"] != namespace {
			continue
		}
		into := &committed
		if update.Name.Context["tentative"] == "true" {
			into = &tentative
		}
		if n, ok := update.Scalar.(float64); ok {
			into.Add(update.Name.Name, int64(n))
		}
		if d, ok := update.Distribution.(map[string]any); ok {
			into.Join(update.Name.Name, distribution(d))
		}
	}
	for name, n := range tentative.Counters {
		committed.Add(name, max(0, n-committed.Counters[name]))
	}
	for name, d := range tentative.Distributions {
		if d.Count > committed.Distributions[name].Count {
			delete(committed.Distributions, name)
			committed.Join(name, d)
		}
	}
	return committed
}

func distribution(fields map[string]any) progress.Distribution {
	number := func(name string) int64 {
		n, _ := fields[name].(float64) // what is not said is 0
		return int64(n)
	}
	return progress.Distribution{Count: number("count"), Sum: number("sum"), Min: number("min"), Max: number("max")}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
