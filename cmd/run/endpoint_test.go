package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A job server that is not there, or is none, is said at once and in one line,
// before anything is done.
func TestJobServerThatIsNotThere(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 1, testweb.Picture{Width: 64, Height: 64}))
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ flags, says string }{
		"nobody listens":    {"--runner=flink --endpoint=" + nobody, "start one with scripts/flink start"},
		"no Spark":          {"--runner=spark --endpoint=" + nobody, "start one with scripts/spark start"},
		"elsewhere, unsaid": {"--runner=flink --endpoint=flink.example:8099", "--environment_type=PROCESS"},
		"without a runner":  {"--endpoint=" + nobody, "needs --runner=flink"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			started := time.Now()
			r := beamcrop(t, flags(impatient, append(strings.Fields(c.flags), "--input="+input, "--output="+dir)...)...)
			if r.code != 2 || !strings.Contains(r.stderr, c.says) || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("exit code %d\n%s", r.code, r.stderr)
			}
			// The promise is a second; a loaded machine gets twenty, of Beam's 120.
			if took := time.Since(started); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("the output folder was made")
			}
		})
	}
	if n := server.Stats().Requests; n > 0 {
		t.Errorf("%d pictures were asked for", n)
	}
}
