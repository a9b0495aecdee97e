package spark

import (
	"errors"
	"strconv"

	"github.com/beamcrop/beamcrop/pipeline/jobserver"
	"github.com/beamcrop/beamcrop/pipeline/runner"
)

// Runner is Beam's runner of those names, which is Spark.
func Runner(names ...string) runner.Runner {
	return jobserver.RunnerBehind(names, "scripts/spark", func(server jobserver.Server) (runner.Engine, error) {
		return jobserver.Engine{Server: server}, checkWorkers(runner.Flag)
	})
}

// checkWorkers has the number of workers be said where there may be several: Spark
// takes it from nobody, so that unlike Flink it has no default that is known here, and
// hosts would be asked for more than their limits.
func checkWorkers(flag func(name string) string) error {
	if n, err := strconv.Atoi(flag("parallelism")); err == nil && n > 0 || jobserver.InThisProcess(flag) {
		return nil
	}
	return errors.New("--runner=spark with workers of its own needs --parallelism=N, the number of Spark's executors: Spark decides how many there are, and each keeps to an Nth of the limits per host")
}
