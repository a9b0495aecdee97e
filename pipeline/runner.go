package pipeline

import (
	"flag"
	"fmt"
	"slices"
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
