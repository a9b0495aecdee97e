package pipeline

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// runner is how beamcrop sees one of Beam's runners.
type runner struct {
	name    string   // as said to people
	others  []string // names that Beam takes for the same
	servers bool     // the job goes to a job server
}

// runners are Beam's, by the names that its --runner flag takes. Beam itself
// ends the process at an unknown one.
var runners = []runner{
	{name: "prism", others: []string{"PrismRunner"}},
	{name: "direct", others: []string{"DirectRunner"}},
	{name: flinkRunner, others: []string{"FlinkRunner"}, servers: true},
	{name: dataflowRunner, others: []string{"DataflowRunner"}},
	{name: "universal", others: []string{"PortableRunner", "portable"}, servers: true},
	{name: "spark", others: []string{"SparkRunner"}, servers: true},
}

// Runners that are treated otherwise than others.
const (
	flinkRunner    = "flink"
	dataflowRunner = "dataflow"
)

// runnerOf returns the runner that --runner=name means: "" is prism. Its name
// is "" if there is none.
func runnerOf(name string) runner {
	if name == "" {
		return runners[0]
	}
	for _, r := range runners {
		if r.name == name || slices.Contains(r.others, name) {
			return r
		}
	}
	return runner{}
}

// checkRunner finds a misspelt --runner before anything is started.
func checkRunner() error {
	name := flagValue("runner")
	if runnerOf(name).name != "" {
		return nil
	}
	known := make([]string, len(runners))
	for i, r := range runners {
		known[i] = r.name
	}
	return fmt.Errorf("--runner=%s is not known; there is %s", name, strings.Join(known, ", "))
}

// workers returns how many processes the job's workers are at most, as far as
// the flags tell: each keeps to its part of a host's limits. Flink counts slots,
// several of which may be one process; then hosts are asked for less than they
// might be, never for more. A Dataflow job that names no most of workers has no
// number to divide by, and each worker takes itself for the only one.
func workers(flagValue func(name string) string) int {
	names := []string{"parallelism"}
	switch r := runnerOf(flagValue("runner")); {
	case r.name == dataflowRunner:
		names = []string{"max_num_workers", "num_workers"}
	case !r.servers:
		return 1
	case strings.EqualFold(flagValue("environment_type"), "LOOPBACK"): // all in the launching process
		return 1
	}
	for _, name := range names {
		if n, err := strconv.Atoi(flagValue(name)); err == nil && n > 0 {
			return n
		}
	}
	return 1
}

// flagValue returns what Beam's flag of that name is set to, "" if there is none.
func flagValue(name string) string {
	f := flag.Lookup(name)
	if f == nil {
		return ""
	}
	return f.Value.String()
}
