package pipeline

import "testing"

func TestWorkers(t *testing.T) {
	for name, c := range map[string]struct {
		flags map[string]string
		want  int
	}{
		"no runner named":       {map[string]string{"parallelism": "-1"}, 1},
		"prism":                 {map[string]string{"runner": "prism", "parallelism": "4"}, 1},
		"direct":                {map[string]string{"runner": "DirectRunner"}, 1},
		"flink":                 {map[string]string{"runner": "flink", "parallelism": "4"}, 4},
		"flink chooses":         {map[string]string{"runner": "FlinkRunner", "parallelism": "-1"}, 1},
		"flink in this process": {map[string]string{"runner": "flink", "parallelism": "4", "environment_type": "LOOPBACK"}, 1},
		"dataflow scales":       {map[string]string{"runner": "dataflow", "max_num_workers": "20", "num_workers": "2"}, 20},
		"dataflow starts":       {map[string]string{"runner": "DataflowRunner", "max_num_workers": "0", "num_workers": "2"}, 2},
		"dataflow chooses":      {map[string]string{"runner": "dataflow"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			flag := func(name string) string { return c.flags[name] }
			r, err := runnerOf(flag("runner"))
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Workers(flag); got != c.want {
				t.Errorf("%d workers, want %d", got, c.want)
			}
		})
	}
}
