package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/pipeline/dataflow"
	"github.com/beamcrop/beamcrop/pipeline/flink"
	"github.com/beamcrop/beamcrop/pipeline/jobserver"
	"github.com/beamcrop/beamcrop/pipeline/local"
	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/pipeline/spark"
)

// runners are Beam's, by the names that its --runner flag takes; the first is the
// one that is taken if none is named. Beam itself ends the process at an unknown one.
func runners() []runner.Runner {
	return []runner.Runner{
		local.Prism("prism", "PrismRunner"),
		local.Direct("direct", "DirectRunner"),
		flink.Runner("flink", "FlinkRunner"),
		spark.Runner("spark", "SparkRunner"),
		dataflow.Runner("dataflow", "DataflowRunner"),
		jobserver.Runner("universal", "PortableRunner", "portable"),
	}
}

// runnerOf returns the runner that --runner=name means: "" is the first. An unknown
// one is an error, so that it is found before anything is started.
func runnerOf(name string) (runner.Runner, error) {
	all := runners()
	if name == "" {
		return all[0], nil
	}
	known := make([]string, len(all))
	for i, r := range all {
		if slices.Contains(r.Names, name) {
			return r, nil
		}
		known[i] = r.Names[0]
	}
	return runner.Runner{}, fmt.Errorf("--runner must be one of %s, not %q%s", strings.Join(known, ", "), name, spelling.Suggest(name, "", known))
}
