package flink

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

// metrics are a job's, over all its workers. Beam keeps them in one of Flink's
// accumulators, as the JSON of its MonitoringInfos.
func (m master) metrics(ctx context.Context, id string) (progress.Metrics, error) {
	var answer struct {
		Accumulators []struct{ Name, Value string } `json:"user-task-accumulators"`
	}
	if err := m.ask(ctx, http.MethodGet, "/jobs/"+id+"/accumulators", &answer); err != nil {
		return progress.Metrics{}, err
	}
	var all progress.Metrics
	for _, a := range answer.Accumulators {
		if a.Name == "__metricscontainers" {
			readAccumulator(a.Value, &all)
		}
	}
	return all, nil
}

// Types of user metrics, from https://s.apache.org/beam-fn-api-metrics.
const (
	counterURN      = "beam:metric:user:sum_int64:v1"
	distributionURN = "beam:metric:user:distribution_int64:v1"
)

// readAccumulator adds the job's own metrics in an accumulator's text. What it
// cannot read it leaves out: nothing but the display depends on it.
func readAccumulator(text string, into *progress.Metrics) {
	var value struct {
		Metrics struct {
			Attempted []struct {
				URN, Payload string
				Labels       struct {
					Namespace string `json:"NAMESPACE"`
					Name      string `json:"NAME"`
				}
			}
		}
	}
	if json.Unmarshal([]byte(text), &value) != nil {
		return
	}
	for _, info := range value.Metrics.Attempted {
		if info.Labels.Namespace != progress.Namespace {
			continue
		}
		switch n := varints(info.Payload); {
		case info.URN == counterURN && len(n) == 1:
			into.Add(info.Labels.Name, n[0])
		case info.URN == distributionURN && len(n) == 4:
			into.Join(info.Labels.Name, progress.Distribution{Count: n[0], Sum: n[1], Min: n[2], Max: n[3]})
		}
	}
}

// varints reads a payload: numbers in Beam's coding, in base 64.
func varints(payload string) (numbers []int64) {
	data, err := base64.StdEncoding.DecodeString(payload)
	for err == nil && len(data) > 0 {
		n, size := binary.Uvarint(data)
		if size <= 0 {
			return nil
		}
		numbers, data = append(numbers, int64(n)), data[size:] //nolint:gosec // two's complement, as Beam has it
	}
	return numbers
}
