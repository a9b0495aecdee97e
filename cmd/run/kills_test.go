package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// Killed at random instants with everything on (a store of originals, several boxes a
// row, parts of a job array, --retry_failed), a job ends with the bytes of one that
// nobody disturbed, --verify finds them whole, and the originals are as good as new
// ones. BEAMCROP_KILLS says how many times; the k-th is the same each time but for its
// instant.
func TestKilledWithEverythingOn(t *testing.T) {
	testenv.Long(t)
	t.Parallel()
	kills := 6
	if asked := os.Getenv("BEAMCROP_KILLS"); asked != "" {
		var err error
		if kills, err = strconv.Atoi(asked); err != nil {
			t.Fatal(err)
		}
	}
	web := startWeb(t, testweb.Options{Hosts: retryHosts})
	rows := retryRows(web, 120, 3*time.Millisecond)
	for i := range rows {
		box := *rows[i].row.Box
		rows[i].row.Box = ptr(fmt.Sprintf("[%s, [5, 5, 40, 50]]", box))
		if i%10 == 9 {
			rows[i].row.URL = rows[i-1].row.URL // they share a download
		}
	}
	args := flags(patient, "--input="+writeDataset(t, rows), "--shard_rows=10", "--concurrency=8", "--retries=0")
	for k := range kills {
		format := shards.Formats()[k%len(shards.Formats())]
		t.Run(fmt.Sprintf("%d/%s", k, format), func(t *testing.T) {
			k := trial{web: web, args: flags(args, "--output_format="+format), random: rand.New(rand.NewPCG(uint64(k), 1))}
			k.run(t, k.random.IntN(3))
		})
	}
}

// trial is one job, and the same undisturbed.
type trial struct {
	web    *testweb.Server
	args   []string
	random *rand.Rand
}

func (k trial) run(t *testing.T, kind int) {
	folders := t.TempDir()
	clean, cleanSquare, dir, square := filepath.Join(folders, "clean"), filepath.Join(folders, "cleansquare"), filepath.Join(folders, "out"), filepath.Join(folders, "square")
	originals := "--originals=" + filepath.Join(folders, "originals")
	k.web.Reset() // the faults are back
	began := time.Now()
	mustRun(t, flags(k.args, "--output="+clean)...)
	took := time.Since(began)
	mustRun(t, flags(k.args, "--output="+clean, "--retry_failed")...)
	mustRun(t, flags(k.args, "--output="+cleanSquare, "--square")...)
	if s := originalsSummary(t, clean); s.Written < s.Rows*3/4 {
		t.Fatalf("undisturbed, %d of %d crops were written", s.Written, s.Rows)
	}

	k.web.Reset()
	args := flags(k.args, "--output="+dir, originals)
	switch kind {
	case 0:
		k.kill(t, took, args, args)
		k.kill(t, took, args)
	case 1:
		k.kill(t, took, flags(args, "--part=1/3"), flags(args, "--part=2/3"), flags(args, "--part=3/3"))
	default:
		mustRun(t, args...)
		k.kill(t, took, flags(args, "--retry_failed"))
	}
	checkCommitted(t, dir)
	if r := beamcrop(t, "--verify", "--output="+dir); strings.Contains(r.stdout, "content") || strings.Contains(r.stdout, "bytes, not") {
		t.Errorf("after the kill: %s%s", r.stdout, r.stderr)
	}
	mustRun(t, args...)
	mustRun(t, flags(args, "--retry_failed")...)
	mustEqualData(t, dataHashes(t, clean), dir)
	checkCommitted(t, dir)
	mustRun(t, "--verify", "--output="+dir)
	if left := append(leftovers(t, dir), glob(t, dir, "_beamcrop/*.earlier")...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	mustRun(t, flags(k.args, "--output="+square, "--square", originals)...)
	mustEqualData(t, dataHashes(t, cleanSquare), square)
}

// kill starts programs and kills each at an instant before the job would be done.
func (k trial) kill(t *testing.T, within time.Duration, commands ...[]string) {
	t.Helper()
	running := make([]*process, len(commands))
	for i, args := range commands {
		running[i] = start(t, args...)
	}
	for i := range running {
		time.Sleep(time.Duration(k.random.Int64N(int64(within)/int64(len(commands)) + 1))) // the instant is the test's input
		_ = running[i].cmd.Process.Kill()                                                  // it may be done
		running[i].wait(t)
	}
}
