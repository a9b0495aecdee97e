package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A dry run says what a run would do, and asks nobody and leaves nothing.
func TestDryRunDoesNothing(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	dir := t.TempDir()
	input := filepath.Join(dir, "two, or three.parquet") // a comma in a name
	if err := os.Rename(writeDataset(t, good(web, 40, testweb.Picture{Width: 64, Height: 64})), input); err != nil {
		t.Fatal(err)
	}
	args := []string{"--dry_run", "--input=" + strings.ReplaceAll(input, ",", `\,`), "--sample=30", "--shard_rows=20"}
	for _, more := range [][]string{nil, {"--output=" + filepath.Join(dir, "out")}, {"--runner=flink", "--endpoint=127.0.0.1:1"}} {
		r := mustRun(t, append(args, more...)...)
		for _, want := range []string{"two, or three.parquet", "30 of 40, by --sample=30 --seed=1", "2 of up to 20 rows", "boxes       box"} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("it does not say %q:\n%s", want, r.stdout)
			}
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("%d requests were made", n)
	}
	wantMistake(t, beamcrop(t, "--dry_run", "--input="+input), "no such file")
}
