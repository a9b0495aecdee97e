package engine

import (
	"bytes"
	"os"
	"testing"
)

// What is put comes back, from several segments, and nothing is left on disk
// nor, once all crops are dropped, open.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	s := newSpool(dir)
	s.limit = 100
	var places []spooled
	for i := range 50 {
		at, err := s.put(bytes.Repeat([]byte{byte(i)}, i))
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, at)
	}
	if names, _ := os.ReadDir(dir); len(names) > 0 {
		t.Errorf("a spool file has a name: %v", names)
	}
	segments := map[*segment]bool{}
	for i, at := range places {
		data, err := s.get(at)
		if err != nil || !bytes.Equal(data, bytes.Repeat([]byte{byte(i)}, i)) {
			t.Errorf("crop %d came back as %v, %v", i, data, err)
		}
		segments[at.segment] = true
	}
	if len(segments) < 5 {
		t.Errorf("%d segments, want several", len(segments))
	}
	for _, at := range places {
		if err := s.drop(at); err != nil {
			t.Error(err)
		}
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
	for g := range segments {
		if _, err := g.file.Stat(); err == nil {
			t.Error("a segment that nobody wants is still open")
		}
	}
}

func TestSpoolWithoutFolder(t *testing.T) {
	if _, err := newSpool(t.TempDir() + "/missing").put([]byte("x")); err == nil {
		t.Error("a spool in a folder that does not exist took a crop")
	}
}
