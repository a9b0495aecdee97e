// Package testspark runs a real Spark with Beam's job server for tests, by
// scripts/spark, which people use too.
//
// As for package testflink, tests are skipped where no Spark is installed, and fail
// where BEAMCROP_REQUIRE_ALL is set. make test installs it.
//
// Only tests import it. It imports internal/testenv and the standard library.
package testspark

import (
	"context"
	"strconv"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// Installed returns the scripts/spark to use, which BEAMCROP_SPARK names, or skips
// the test.
func Installed(t *testing.T) string {
	t.Helper()
	return testenv.Need(t, "BEAMCROP_SPARK", "a real Spark (scripts/spark, after scripts/spark install)")
}

// Spark is a running job server, and the cluster behind it if it has one.
type Spark struct {
	testenv.Script
	Endpoint string // of the job server, HOST:PORT
}

// Start starts a Spark inside the job server, or with workers a standalone cluster of
// as many of one core each. Stop it.
func Start(ctx context.Context, script, dir string, workers int) (*Spark, error) {
	s := &Spark{Script: testenv.Script{Path: script, Dir: dir}}
	var err error
	if _, s.Endpoint, err = s.Launch(ctx, "--workers="+strconv.Itoa(workers), "--master_port=0", "--web_port=0"); err != nil {
		return nil, err
	}
	return s, nil
}

// LostTasks returns how many attempts of tasks have failed.
func (s *Spark) LostTasks() (int, error) { return s.Logged("job-server", "Lost task ") }
