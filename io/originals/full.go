package originals

import (
	"errors"
	"log/slog"
	"syscall"

	"github.com/beamcrop/beamcrop/io/files"
)

var errMax = errors.New("it would be larger than it may be")

// noRoom says whether a write failed for want of room, which ends adding and not the job.
func noRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// refuse notes that so many records are not added, and that nothing more is. The caller
// holds the lock.
func (s *Store) refuse(records int, why error) {
	if s.stats.Refused == 0 {
		slog.WarnContext(s.ctx, "the store of originals is full: the job goes on, and adds nothing more to it", "store", files.Plain(s.uri), "error", why)
	}
	s.stats.Refused += int64(records)
}

// giveUp takes back a batch for which there is no room. The caller holds the lock.
func (s *Store) giveUp(b *batch, why error) {
	s.refuse(len(b.records), why)
	s.stats.Added -= int64(len(b.pictures))
}

// NewlyRefused is how many records were refused since it was last asked.
func (s *Store) NewlyRefused() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	refused := s.stats.Refused - s.told
	s.told = s.stats.Refused
	return refused
}
