package jobserver

import (
	"context"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/pipeline/runner"
)

// Runner is Beam's runner of those names, of which no more is known than that it
// has a job server.
func Runner(names ...string) runner.Runner {
	return RunnerBehind(names, "", func(s Server) (runner.Engine, error) { return Engine{s}, nil })
}

// RunnerBehind is Beam's runner of those names behind a job server, which a script starts
// ("" if it is not known which does). engine makes what runs jobs by the server.
func RunnerBehind(names []string, script string, engine func(Server) (runner.Engine, error)) runner.Runner {
	return runner.Runner{
		Names: names,
		Find: func(ctx context.Context, _ *files.Files, _ runner.Places) (runner.Engine, error) {
			server, err := Find(ctx, script)
			if err != nil {
				return nil, err
			}
			return engine(server)
		},
		Workers:   Workers,
		Elsewhere: true,
	}
}

// Workers counts parallel parts of a job, several of which may be one process; then
// hosts are asked for less than they might be, never for more.
func Workers(flag func(name string) string) int {
	if InThisProcess(flag) {
		return 1
	}
	return runner.FirstNumber(flag, "parallelism")
}

// InThisProcess says whether the runner has all its workers in the launching
// process.
func InThisProcess(flag func(name string) string) bool {
	return strings.EqualFold(flag("environment_type"), "LOOPBACK")
}
