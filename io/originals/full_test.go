package originals

import (
	"os"
	"os/exec"
	"testing"
)

// smallDisk names, in the environment, a disk with little room.
const smallDisk = "BEAMCROP_TEST_SMALL_DISK"

// TestFullDisk has a disk run full: nothing more is added then, nobody who adds is
// told an error, and what was written before is whole.
func TestFullDisk(t *testing.T) {
	dir := os.Getenv(smallDisk)
	if dir == "" {
		onSmallDisk(t, t.TempDir())
		return
	}
	f := newFiles(t)
	s := openStore(t, f, dir, Options{UnitBytes: 100_000, TempDir: os.Getenv("TMPDIR")})
	const pictures = 3000
	for i := range pictures {
		put(t, s, linkOf(i), bodyOf(i, 1000))
	}
	flush(t, s)
	got := s.Stats()
	if got.Refused == 0 || got.Added+got.Refused != pictures {
		t.Errorf("%+v; want %d pictures added or not", got, pictures)
	}
	closeStore(t, s)

	s = openStore(t, f, dir, Options{ReadOnly: true})
	if there := s.Stats(); there.Pictures != got.Added || there.Pictures < 300 || there.Damaged != 0 {
		t.Errorf("the store has %+v, want the %d pictures that were added", there, got.Added)
	}
	for i := range 300 {
		wantPicture(t, s, linkOf(i), bodyOf(i, 1000))
	}
	closeStore(t, s)
}

// onSmallDisk runs the test again with a disk of a megabyte, which needs a name space
// of its own.
func onSmallDisk(t *testing.T, dir string) {
	mounted := []string{"--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"`, dir}
	if out, err := exec.CommandContext(t.Context(), "unshare", append(mounted, "true")...).CombinedOutput(); err != nil {
		t.Skipf("no disk can be made here: %v: %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", append(mounted, os.Args[0], "-test.run=^TestFullDisk$")...)
	cmd.Env = append(os.Environ(), smallDisk+"="+dir, "TMPDIR="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}
