package originals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"syscall"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

// Found is what the store has of a link.
type Found struct {
	Link      string
	Failed    bool // it is remembered as failed for good; else there is a picture
	FetchedAt time.Time
	Size      int   // of the picture, in bytes
	Cause     Cause // of a failure

	entry   linkEntry
	pending bool // the record is not written yet
}

// Find looks for a link, without reading the store: ok says that it is known.
func (s *Store) Find(link string) (found Found, ok bool, err error) {
	k := linkKey(link)
	found = Found{Link: link}
	s.mu.RLock()
	r, waiting := s.waiting(k)
	s.mu.RUnlock()
	if waiting {
		found.Cause = Cause{r.Reason, r.Status, r.Limit}
		found.pending, found.Failed, found.FetchedAt, found.Size = true, r.Reason != "", r.FetchedAt, r.Size
		found.entry.picture, err = r.picture()
		return found, err == nil, err
	}
	err = s.links.find(k, func(entry []byte) {
		if e := decodeLinkEntry(entry); !ok || e.newer(found.entry) {
			found.entry, ok = e, true
		}
	})
	if err != nil || !ok {
		return Found{}, false, err
	}
	found.Failed = found.entry.picture.isCause()
	found.FetchedAt = time.UnixMilli(found.entry.fetched)
	if found.Failed {
		found.Cause = found.entry.picture.cause()
		return found, true, nil
	}
	found.Size, ok, err = s.there(found.entry.picture)
	return found, ok, err
}

// waiting is a link's record if it is not written yet. The caller holds the lock.
func (s *Store) waiting(k key) (Record, bool) {
	if r, ok := s.pending.record(k); ok {
		return r, true
	}
	return s.flushing.record(k)
}

// there says whether a picture can be read, as far as is known, and its size.
func (s *Store) there(k key) (size int, ok bool, err error) {
	s.mu.RLock()
	size = max(s.pending.sizeOf(k), s.flushing.sizeOf(k))
	s.mu.RUnlock()
	if size > 0 {
		return size, true, nil
	}
	err = s.pictures.find(k, func(entry []byte) { size = int(decodePictureEntry(entry).length) })
	return size, size > 0, err
}

// Picture reads a picture. It is nil if it is damaged or gone, which is said once for
// each unit: then its links are as good as not there.
func (s *Store) Picture(ctx context.Context, found Found) ([]byte, error) {
	k := found.entry.picture
	for range 2 { // it may be written between the two looks
		body, err := s.waitingPicture(k)
		if body != nil || err != nil {
			return body, err
		}
		var places []pictureEntry
		if err := s.pictures.find(k, func(entry []byte) { places = append(places, decodePictureEntry(entry)) }); err != nil {
			return nil, err
		}
		for _, e := range places {
			if body, err := s.readPicture(ctx, e); body != nil || err != nil {
				return body, err
			}
		}
		if len(places) > 0 {
			return nil, nil
		}
	}
	return nil, nil
}

func (s *Store) waitingPicture(k key) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	body, err := s.pending.picture(k)
	if body != nil || err != nil {
		return body, err
	}
	return s.flushing.picture(k)
}

// readPicture reads a picture from its unit; nil if the unit is damaged there.
func (s *Store) readPicture(ctx context.Context, e pictureEntry) ([]byte, error) {
	body := make([]byte, e.length)
	err := s.readUnit(e, body)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err == nil && pictureKey(body) == e.picture:
		return body, nil
	case err == nil:
		err = errDamaged
	case !isDamage(err):
		return nil, fmt.Errorf("reading from the store of originals: %w", err)
	}
	s.damage(ctx, e.unit, err)
	return nil, nil
}

func (s *Store) readUnit(e pictureEntry, body []byte) error {
	file, err := s.opened.get(e.unit)
	if err != nil {
		return err
	}
	n, err := file.ReadAt(body, int64(e.offset))
	if n == len(body) {
		err = nil
	}
	return errors.Join(err, s.opened.put(file))
}

// isDamage says whether a failed read is of what is read, and not of the way there.
func isDamage(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EIO)
}

// damage notes that a unit is damaged. Its other pictures may be whole, and are read;
// but no picture that is added counts as there already because this unit has it.
func (s *Store) damage(ctx context.Context, unit uint32, err error) {
	s.mu.Lock()
	said := s.damaged[unit]
	s.damaged[unit] = true
	if !said {
		s.stats.Damaged++
	}
	name := s.units[unit]
	s.mu.Unlock()
	if !said {
		slog.WarnContext(ctx, "a file of the store of originals is damaged: its damaged pictures are asked for again", "file", files.Plain(picturesURI(s.uri, name)), "error", err)
	}
}

// Record reads what is known of a link: why it failed, or its picture's version. ok is
// false if that is damaged or gone.
func (s *Store) Record(ctx context.Context, found Found) (r Record, ok bool, err error) {
	s.mu.RLock()
	r, ok = s.waiting(linkKey(found.Link))
	s.mu.RUnlock()
	if ok {
		return r, true, nil
	}
	e := found.entry
	if found.pending { // it has been written since
		if found, ok, err = s.Find(found.Link); err != nil || !ok {
			return Record{}, false, err
		}
		e = found.entry
	}
	r, err = s.readRecord(ctx, e)
	switch {
	case ctx.Err() != nil:
		return Record{}, false, context.Cause(ctx)
	case err == nil:
		return r, true, nil
	case isDamage(err) || errors.Is(err, errLine):
		slog.WarnContext(ctx, "a line of the store of originals is damaged: its link is asked for again", "file", files.Plain(linesURI(s.uri, s.unitName(e.unit))), "link", found.Link, "error", err)
		return Record{}, false, nil
	default:
		return Record{}, false, fmt.Errorf("reading from the store of originals: %w", err)
	}
}

// readRecord reads the line that an entry points to.
func (s *Store) readRecord(ctx context.Context, e linkEntry) (Record, error) {
	line, err := s.readLine(ctx, e)
	if err != nil {
		return Record{}, err
	}
	r, err := decodeRecord(line)
	if err == nil && linkKey(r.Link) != e.link {
		err = fmt.Errorf("%w: it is of another link", errLine)
	}
	return r, err
}

func (s *Store) readLine(ctx context.Context, e linkEntry) ([]byte, error) {
	file, err := s.files.Open(ctx, linesURI(s.uri, s.unitName(e.unit)))
	if err != nil {
		return nil, err
	}
	line := make([]byte, e.length)
	n, err := file.ReadAt(line, int64(e.offset))
	if n == len(line) {
		err = nil
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(line), nil
}
