package files

import (
	"errors"
	"testing"
)

// failing is a store's writer on a disk that fills up.
type failing struct{ commits, aborts int }

var errFull = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > 3 {
		return 3, errFull
	}
	return len(p), nil
}
func (f *failing) Commit() error { f.commits++; return errFull }
func (f *failing) Abort() error  { f.aborts++; return nil }

func TestFailedWriteIsNeverCommitted(t *testing.T) {
	under := &failing{}
	w := &writer{w: under, uri: "x"}
	if n, err := w.Write([]byte("1234")); n != 3 || !errors.Is(err, errFull) {
		t.Errorf("write: %d, %v", n, err)
	}
	if _, err := w.Write([]byte("1")); !errors.Is(err, errFull) {
		t.Errorf("write after a failed one: %v", err)
	}
	if err := w.Commit(); !errors.Is(err, errFull) || under.commits != 0 || under.aborts != 1 {
		t.Errorf("commit: %v, with %d commits and %d aborts; want the write's error, 0 and 1", err, under.commits, under.aborts)
	}
}

func TestFailedCommitIsAborted(t *testing.T) {
	under := &failing{}
	w := &writer{w: under, uri: "x"}
	if err := w.Commit(); !errors.Is(err, errFull) || under.commits != 1 || under.aborts != 1 {
		t.Errorf("commit: %v, with %d commits and %d aborts; want the error, 1 and 1", err, under.commits, under.aborts)
	}
	if err := w.Abort(); err != nil || under.aborts != 1 {
		t.Errorf("abort: %v, %d aborts in all; want none more", err, under.aborts)
	}
}
