//go:build unix

package files

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// TestOpenWithinPipe would wait for ever if a pipe were opened.
func TestOpenWithinPipe(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	store := New()
	defer store.Close() //nolint:errcheck // nothing was written
	if _, err := store.OpenWithin(t.Context(), folder, "pipe"); err == nil || errors.Is(err, ErrOutside) {
		t.Errorf("a pipe: %v", err)
	}
}
