//go:build unix

package local_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/beamcrop/beamcrop/io/files/storetest"
)

// TestLocalPipe would wait for ever if a pipe were opened.
func TestLocalPipe(t *testing.T) {
	f, dir := storetest.New(t), t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Skip(err)
	}
	if _, err := f.Open(t.Context(), pipe); err == nil {
		t.Error("open of a pipe: no error")
	}
	storetest.WantList(t, f, dir)
}
