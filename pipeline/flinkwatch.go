package pipeline

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// How often a Flink is asked for its job's metrics, and the output folder for
// complete shards.
const (
	askEvery  = time.Second
	listEvery = 3 // of the former
)

// watch has w told of a job's progress, as its Flink and its output folder know
// it, until the returned function is called. Where workers are in this process
// they tell by themselves; where there is no Flink to ask, nothing is seen.
func (s jobServer) watch(ctx context.Context, j job, name string, w watcher) (stop func()) {
	if *jobopts.EnvironmentType == "LOOPBACK" || *jobopts.Async {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		store := files.New()
		defer store.Close() //nolint:errcheck // nothing was written
		f := flinkWatch{server: s, name: name, shards: shardsDone{store: store, output: j.options.Output, seen: map[string]bool{}}}
		_ = f.shards.look(ctx) // see look; without it an earlier run's shards count as this one's
		tick := time.NewTicker(askEvery)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-tick.C:
				f.look(ctx, w, n%listEvery == 0)
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// flinkWatch is what is known of a job that is watched.
type flinkWatch struct {
	server jobServer
	name   string
	master flinkMaster
	id     string // there, "" = not yet known
	shards shardsDone
}

// look tells w how far the job is. What does not answer may do so the next time.
func (f *flinkWatch) look(ctx context.Context, w watcher, list bool) {
	if f.id == "" {
		f.master, f.id = f.server.locate(ctx, f.name)
		return
	}
	m, err := f.master.metrics(ctx, f.id)
	if err != nil {
		return
	}
	if list {
		_ = f.shards.look(ctx) // it is as of the last time
	}
	now := m.Snapshot()
	if found := f.shards.rows; found.Done() > now.Done() {
		found.Planned, found.Total = now.Planned, now.Total
		now = found
	}
	if now.Planned {
		w.progress(now)
	}
}

// locate finds the Flink of a job and its id there, "" if it is not there yet.
func (s jobServer) locate(ctx context.Context, name string) (master flinkMaster, id string) {
	job, err := s.find(ctx, name)
	if err != nil || job == nil {
		return "", ""
	}
	master, ok := masterOf(job)
	if !ok {
		return "", ""
	}
	id, _ = master.find(ctx, job.GetJobName()) // it may be there the next time
	return master, id
}

// metrics are a job's, over all its workers. Beam keeps them in one of Flink's
// accumulators, as the JSON of its MonitoringInfos.
func (m flinkMaster) metrics(ctx context.Context, id string) (progress.Metrics, error) {
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
