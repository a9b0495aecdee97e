package engine

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// segmentBytes is where a spool starts its next file. A file's space comes
// back when none of its crops is wanted any more, so it should not be large.
const segmentBytes = 64 << 20

// spool keeps crops on local disk while their shard waits for its slowest row.
// It appends to one file after another. Each file loses its name as soon as it
// is open, so that not even kill -9 leaves one behind.
type spool struct {
	dir   string
	limit int64 // bytes after which a segment is full

	mu      sync.Mutex
	current *segment
}

// segment is one nameless file and the number of crops in it still wanted; the
// spool itself wants the segment that it appends to.
type segment struct {
	file   *os.File
	size   int64
	wanted int
}

// spooled is where a crop lies.
type spooled struct {
	segment *segment
	offset  int64
	length  int
}

func newSpool(dir string) *spool { return &spool{dir: dir, limit: segmentBytes} }

// CheckSpool finds out before anything is downloaded whether a spool can lie in
// dir; "" is the system's temporary folder.
func CheckSpool(dir string) error {
	file, err := newSpool(dir).nameless()
	if err != nil {
		return fmt.Errorf("making a temporary file: %w", err)
	}
	return file.Close()
}

// put appends data.
func (s *spool) put(data []byte) (spooled, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil || s.current.size >= s.limit {
		if err := s.next(); err != nil {
			return spooled{}, fmt.Errorf("starting a spool file: %w", err)
		}
	}
	at := spooled{segment: s.current, offset: s.current.size, length: len(data)}
	if _, err := s.current.file.WriteAt(data, at.offset); err != nil {
		return spooled{}, fmt.Errorf("writing to the spool: %w", err)
	}
	s.current.size += int64(len(data))
	s.current.wanted++
	return at, nil
}

// get reads a crop back.
func (s *spool) get(at spooled) ([]byte, error) {
	data := make([]byte, at.length)
	if _, err := at.segment.file.ReadAt(data, at.offset); err != nil {
		return nil, fmt.Errorf("reading from the spool: %w", err)
	}
	return data, nil
}

// drop says that a crop is wanted no longer.
func (s *spool) drop(at spooled) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return at.segment.release()
}

// close lets go of the segment appended to; the others go with their crops.
func (s *spool) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil
	}
	last := s.current
	s.current = nil
	return last.release()
}

// nameless opens a file that goes when it is closed.
func (s *spool) nameless() (*os.File, error) {
	file, err := os.CreateTemp(s.dir, "beamcrop-spool-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func (s *spool) next() error {
	file, err := s.nameless()
	if err != nil {
		return err
	}
	var full error
	if s.current != nil {
		full = s.current.release()
	}
	s.current = &segment{file: file, wanted: 1}
	return full
}

func (g *segment) release() error {
	g.wanted--
	if g.wanted > 0 {
		return nil
	}
	return g.file.Close()
}
