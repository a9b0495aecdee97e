package originals

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

// killedFolder names, in the environment, the store of a process that is to be killed.
const killedFolder = "BEAMCROP_TEST_ORIGINALS"

// addUntilKilled adds pictures, and says so.
func addUntilKilled(folder string) {
	ctx := context.Background()
	s, err := Open(ctx, files.New(), folder, Options{UnitBytes: 50_000})
	for i := 0; err == nil; i++ {
		err = s.PutPicture(ctx, recordOf(linkOf(i)), bodyOf(i, 1000))
		fmt.Println(i)
	}
	fmt.Println(err)
	os.Exit(1)
}

// TestKilled kills a process that adds pictures, at one time and another, and looks
// at what is left.
func TestKilled(t *testing.T) {
	f, dir := newFiles(t), t.TempDir()
	for _, after := range []int{30, 117, 333} {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), killedFolder+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range after {
			if !lines.Scan() {
				t.Fatal("the process ended by itself")
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed

		s := openStore(t, f, dir, Options{})
		rows := rowsIn(t, f, dir)
		if got := s.Stats(); int(got.Pictures) != len(rows) || got.Damaged != 0 {
			t.Errorf("stats %+v, want the %d pictures of the Parquet files", got, len(rows))
		}
		// At most the batch that was filled, and the one that was written, are lost.
		if len(rows) < after-2*50-2 {
			t.Errorf("%d pictures are left of %d", len(rows), after)
		}
		for _, row := range rows {
			wantPicture(t, s, row.URL, row.Image.Bytes)
		}
		closeStore(t, s)
	}
}
