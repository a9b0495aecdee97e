package pipeline

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// runners are Beam's, by the names that its --runner flag takes. Beam itself
// ends the process at an unknown one.
var runners = []string{
	"prism", "direct", "flink", "dataflow", "universal", "spark",
	"PrismRunner", "DirectRunner", "FlinkRunner", "DataflowRunner", "PortableRunner", "SparkRunner", "portable",
}

// checkRunner finds a misspelt --runner before anything is started.
func checkRunner() error {
	f := flag.Lookup("runner")
	if f == nil || f.Value.String() == "" || slices.Contains(runners, f.Value.String()) {
		return nil
	}
	return fmt.Errorf("--runner=%s is not known; there is %s", f.Value, strings.Join(runners[:6], ", "))
}

// workers returns how many processes the job's workers are at most, as far as
// the flags tell: each keeps to its part of a host's limits. Flink counts slots,
// several of which may be one process; then hosts are asked for less than they
// might be, never for more. A Dataflow job that names no most of workers has no
// number to divide by, and each worker takes itself for the only one.
func workers(flagValue func(name string) string) int {
	names := []string{"parallelism"}
	switch runner := strings.ToLower(strings.TrimSuffix(flagValue("runner"), "Runner")); {
	case runner == "" || runner == "prism" || runner == "direct":
		return 1
	case strings.EqualFold(flagValue("environment_type"), "LOOPBACK"): // all in the launching process
		return 1
	case runner == "dataflow":
		names = []string{"max_num_workers", "num_workers"}
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
