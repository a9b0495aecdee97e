package jobserver

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	beamrunners "github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
)

// local is where scripts/flink and scripts/spark start a job server, and Beam's own do.
const local = "localhost:8099"

// environment is where a job runs and how its workers are started, as Beam's
// flags say it.
type environment struct {
	Runner   string // --runner
	Endpoint string // --endpoint, HOST:PORT of a job server
	Type     string // --environment_type
	Config   string // --environment_config
	Async    bool   // --async
}

// environmentTypes are Beam's; it takes any other word for DOCKER.
var environmentTypes = []string{"LOOPBACK", "PROCESS", "DOCKER", "EXTERNAL"}

// complete fills in what can only be meant, and reports what is missing or
// cannot be meant in one line that names the flags. usual is the runner's own
// endpoint, "" if it has none; self is this program's file.
func (e environment) complete(usual, self string) (environment, error) {
	e.Endpoint = cmp.Or(e.Endpoint, usual)
	if e.Endpoint == "" {
		return e, fmt.Errorf("--runner=%s needs --endpoint=HOST:PORT, its job server's", e.Runner)
	}
	host, _, err := net.SplitHostPort(e.Endpoint)
	if err != nil {
		return e, fmt.Errorf("--endpoint=%s must be HOST:PORT, a job server's", e.Endpoint)
	}
	if e, err = e.completeWorkers(isThisMachine(host), self); err == nil && e.Async && e.Type == "LOOPBACK" {
		return e, fmt.Errorf("--async leaves no process to do the work of --environment_type=LOOPBACK: use PROCESS or DOCKER")
	}
	return e, err
}

func (e environment) completeWorkers(here bool, self string) (environment, error) {
	e.Type = strings.ToUpper(e.Type)
	if e.Type == "" && here {
		e.Type = "LOOPBACK"
	}
	switch {
	case e.Type == "":
		return e, fmt.Errorf("--endpoint=%s is another machine, so say how its workers start beamcrop: "+
			`--environment_type=PROCESS --environment_config='{"command":"/PATH/OF/beamcrop"}', or --environment_type=DOCKER --environment_config=IMAGE`, e.Endpoint)
	case !slices.Contains(environmentTypes, e.Type):
		return e, fmt.Errorf("--environment_type=%s is not known; there is %s", e.Type, strings.Join(environmentTypes, ", "))
	case e.Type == "LOOPBACK" && !here:
		return e, fmt.Errorf("--environment_type=LOOPBACK runs the work in this process, which %s cannot reach: use PROCESS or DOCKER", e.Endpoint)
	case e.Type == "LOOPBACK" && e.Config != "":
		return e, fmt.Errorf("--environment_type=LOOPBACK takes no --environment_config")
	case e.Type == "PROCESS" && e.Config == "" && here:
		e.Config = processConfig(self)
	case e.Type == "PROCESS":
		return e, e.checkProcess()
	case e.Type == "DOCKER" && e.Config == "":
		return e, fmt.Errorf("--environment_type=DOCKER needs --environment_config=IMAGE, an image of beamcrop")
	case e.Type == "EXTERNAL" && e.Config == "":
		return e, fmt.Errorf("--environment_type=EXTERNAL needs --environment_config=HOST:PORT, a worker pool's")
	}
	return e, nil
}

// processConfig starts this very program, which is its own boot, see
// internal/boot.
func processConfig(self string) string {
	config, _ := json.Marshal(map[string]string{"command": self}) //nolint:errchkjson // a map of strings
	return string(config)
}

func (e environment) checkProcess() error {
	var config struct{ Command string }
	if err := json.Unmarshal([]byte(e.Config), &config); err != nil || config.Command == "" {
		return fmt.Errorf(`--environment_type=PROCESS needs --environment_config='{"command":"/PATH/OF/beamcrop"}', beamcrop's file on the workers, not %q`, e.Config)
	}
	return nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || host == "" || ip != nil && ip.IsLoopback()
}

// Find completes Beam's flags, and returns the job server that they name, which is
// there. Without --endpoint it is the one that the runner's script starts; "" = the
// runner has none.
func Find(ctx context.Context, script string) (Server, error) {
	usual, start := "", "start it"
	if script != "" {
		usual, start = local, "start one with "+script+" start"
	}
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding the program's own file: %w", err)
	}
	e := environment{Runner: *beamrunners.Runner, Endpoint: *jobopts.Endpoint, Type: *jobopts.EnvironmentType, Config: *jobopts.EnvironmentConfig, Async: *jobopts.Async}
	if e, err = e.complete(usual, self); err != nil {
		return "", err
	}
	*jobopts.Endpoint, *jobopts.EnvironmentType, *jobopts.EnvironmentConfig = e.Endpoint, e.Type, e.Config
	server := Server(e.Endpoint)
	return server, server.check(ctx, start)
}
