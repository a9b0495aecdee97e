package originals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// maxPicture is the largest picture that is kept, so that a unit stays within the
// 4 GiB that its index can address.
const maxPicture = 1 << 30

// PutPicture adds a picture that was fetched by the record's link. Its bytes are
// written once, whatever other links led to the same ones. Size is filled in, and SHA256
// where the caller did not have it. It returns when there is room, which is when no more than a unit waits to be written.
func (s *Store) PutPicture(ctx context.Context, r Record, body []byte) error {
	if s.opts.ReadOnly || len(body) > maxPicture || len(body) == 0 {
		return nil
	}
	if r.SHA256 == "" {
		sum := sha256.Sum256(body)
		r.SHA256 = hex.EncodeToString(sum[:])
	}
	r.Size, r.Reason, r.Detail = len(body), "", ""
	k, err := r.picture()
	if err != nil {
		return err
	}
	full, err := s.putPicture(k, r, body)
	if err != nil || !full {
		return err
	}
	return s.startWriting(ctx, false)
}

// PutFailure remembers that a link failed for good, and why.
func (s *Store) PutFailure(ctx context.Context, r Record) error {
	if s.opts.ReadOnly {
		return nil
	}
	if r.Reason == "" {
		return fmt.Errorf("remembering that %s failed: it has no reason", r.Link)
	}
	full, err := s.putRecord(r)
	if err != nil || !full {
		return err
	}
	return s.startWriting(ctx, false)
}

// PutUnchanged notes that a link still leads to the picture that the record says: its
// server was asked again, at the record's time.
func (s *Store) PutUnchanged(ctx context.Context, r Record) error {
	if s.opts.ReadOnly {
		return nil
	}
	if _, err := r.picture(); err != nil {
		return err
	}
	full, err := s.putRecord(r)
	if err != nil || !full {
		return err
	}
	return s.startWriting(ctx, false)
}

func (s *Store) putPicture(k key, r Record, body []byte) (full bool, err error) {
	known, err := s.has(k)
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	added := recordBytes(&r)
	if !known && !s.pending.has(k) && !s.flushing.has(k) {
		added += int64(len(body))
	} else {
		known = true
	}
	if err := s.ready(added); err != nil || s.stats.Refused > 0 {
		return false, err
	}
	if known {
		s.pending.add(r)
		s.stats.Shared++
		return s.pending.full(s.opts.UnitBytes), nil
	}
	err = s.pending.addPicture(k, r, body)
	if noRoom(err) {
		s.refuse(1, err)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s.pending.add(r)
	s.stats.Added++
	return s.pending.full(s.opts.UnitBytes), nil
}

func (s *Store) putRecord(r Record) (full bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(recordBytes(&r)); err != nil || s.stats.Refused > 0 {
		return false, err
	}
	if r.Reason != "" {
		s.stats.Failed++
	}
	s.pending.add(r)
	return s.pending.full(s.opts.UnitBytes), nil
}

// ready makes room for so many bytes, or notes that there is none: once the store
// is full nothing more is added, so that what it has does not depend on sizes.
func (s *Store) ready(added int64) error {
	if s.failed != nil {
		err := s.failed
		s.failed = nil
		return err
	}
	if s.stats.Refused > 0 || s.opts.Max > 0 && s.bytes+added > s.opts.Max {
		s.refuse(1, errMax)
		return nil
	}
	s.bytes += added
	if s.pending != nil {
		return nil
	}
	var err error
	s.pending, err = newBatch(s.opts.TempDir)
	return err
}

// recordBytes is about what a record takes in the index and in the lines.
func recordBytes(r *Record) int64 {
	return linkEntryBytes + pictureEntryBytes + 300 + int64(2*len(r.Link)+2*len(r.FinalLink)+len(r.Detail))
}

// has says whether a unit has a picture, as far as is known whole.
func (s *Store) has(k key) (bool, error) {
	found := false
	err := s.pictures.find(k, func(entry []byte) {
		found = found || !s.isDamaged(decodePictureEntry(entry).unit)
	})
	return found, err
}

func (b *batch) has(k key) bool { return b.sizeOf(k) > 0 }

// sizeOf is a picture's size, 0 if it is not in the batch.
func (b *batch) sizeOf(k key) int {
	if b == nil {
		return 0
	}
	at, ok := b.byKey[k]
	if !ok {
		return 0
	}
	return b.pictures[at].record.Size
}

func (s *Store) isDamaged(unit uint32) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.damaged[unit]
}
