package jobserver

import (
	"strings"
	"testing"
)

// usual is the endpoint of a runner whose job server is at a usual place.
func usual(runner string) string {
	if runner == "universal" {
		return ""
	}
	return local
}

func TestEnvironment(t *testing.T) {
	const self = "/bin/beamcrop"
	for name, c := range map[string]struct{ in, want environment }{
		"Flink here":            {environment{Runner: "flink"}, environment{Runner: "flink", Endpoint: "localhost:8099", Type: "LOOPBACK"}},
		"by its long name":      {environment{Runner: "FlinkRunner"}, environment{Runner: "FlinkRunner", Endpoint: "localhost:8099", Type: "LOOPBACK"}},
		"another port":          {environment{Runner: "flink", Endpoint: "127.0.0.1:9"}, environment{Runner: "flink", Endpoint: "127.0.0.1:9", Type: "LOOPBACK"}},
		"processes here":        {environment{Runner: "flink", Type: "process"}, environment{Runner: "flink", Endpoint: "localhost:8099", Type: "PROCESS", Config: `{"command":"/bin/beamcrop"}`}},
		"processes elsewhere":   {environment{Runner: "flink", Endpoint: "flink.example:8099", Type: "PROCESS", Config: `{"command":"/b"}`}, environment{Runner: "flink", Endpoint: "flink.example:8099", Type: "PROCESS", Config: `{"command":"/b"}`}},
		"containers":            {environment{Runner: "flink", Type: "Docker", Config: "image"}, environment{Runner: "flink", Endpoint: "localhost:8099", Type: "DOCKER", Config: "image"}},
		"another runner's name": {environment{Runner: "universal", Endpoint: "[::1]:8099"}, environment{Runner: "universal", Endpoint: "[::1]:8099", Type: "LOOPBACK"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := c.in.complete(usual(c.in.Runner), self); err != nil || got != c.want {
				t.Errorf("%+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func TestEnvironmentThatCannotBeMeant(t *testing.T) {
	for name, c := range map[string]struct {
		in   environment
		says string
	}{
		"no endpoint":            {environment{Runner: "universal"}, "needs --endpoint=HOST:PORT"},
		"no port":                {environment{Runner: "flink", Endpoint: "flink.example"}, "must be HOST:PORT"},
		"elsewhere, and no more": {environment{Runner: "flink", Endpoint: "flink.example:8099"}, "--environment_type=PROCESS --environment_config="},
		"loopback elsewhere":     {environment{Runner: "flink", Endpoint: "flink.example:8099", Type: "LOOPBACK"}, "cannot reach"},
		"a type unknown to Beam": {environment{Runner: "flink", Type: "PROCESSES"}, "LOOPBACK, PROCESS, DOCKER, EXTERNAL"},
		"loopback configured":    {environment{Runner: "flink", Type: "LOOPBACK", Config: "x"}, "takes no --environment_config"},
		"processes elsewhere":    {environment{Runner: "flink", Endpoint: "flink.example:8099", Type: "PROCESS"}, "beamcrop's file on the workers"},
		"processes without file": {environment{Runner: "flink", Type: "PROCESS", Config: "{}"}, "beamcrop's file on the workers"},
		"processes not in JSON":  {environment{Runner: "flink", Type: "PROCESS", Config: "/bin/beamcrop"}, "beamcrop's file on the workers"},
		"containers of what":     {environment{Runner: "flink", Type: "DOCKER"}, "--environment_config=IMAGE"},
		"a pool where":           {environment{Runner: "flink", Type: "EXTERNAL"}, "--environment_config=HOST:PORT"},
		"detached":               {environment{Runner: "flink", Async: true}, "--async leaves no process"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := c.in.complete(usual(c.in.Runner), "/bin/beamcrop"); err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%+v, %v; want an error of one line that says %q", got, err, c.says)
			}
		})
	}
}
