package main

import (
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// Promise 6: memory is bounded. Five times the rows take no more of it, with a
// host among them that never answers.
func TestMemoryDoesNotGrowWithTheSample(t *testing.T) {
	testenv.Long(t)
	server := startWeb(t, testweb.Options{Hosts: 2, Distinct: 16})
	rows := make([]outcome, 20_000)
	for i := range rows {
		p := testweb.Picture{ID: uint64(i), Width: 64, Height: 48}
		host := 0
		if i%1000 == 500 {
			host, p.Fault = 1, "hang"
		}
		rows[i] = expect(server, host, p)
	}
	input := writeDataset(t, rows)
	peak := func(sample int) int64 {
		p := start(t, flags(impatient, "--input="+input, "--output="+filepath.Join(t.TempDir(), "out"),
			"--sample="+strconv.Itoa(sample), "--retries=0", "--shard_rows=200")...)
		if r := p.wait(t); r.code != 0 {
			t.Fatal(r.stderr)
		}
		return p.cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss / 1024
	}
	few, many := peak(4000), peak(20_000)
	t.Logf("4,000 rows: %d MB; 20,000 rows: %d MB", few, many)
	if many > few+few/2+32 {
		t.Errorf("20,000 rows took %d MB, 4,000 took %d MB", many, few)
	}
}
