package originals

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/beamcrop/beamcrop/io/files"
)

// Flush writes what was added and is not written yet, as a unit that may be small.
func (s *Store) Flush(ctx context.Context) error {
	for {
		if err := s.startWriting(ctx, true); err != nil {
			return err
		}
		if err := s.takeSlot(ctx); err != nil { // when it is written
			return err
		}
		<-s.slot
		s.mu.Lock()
		err, left := s.failed, s.pending != nil || s.flushing != nil
		s.failed = nil
		s.mu.Unlock()
		if err != nil || !left {
			return err
		}
	}
}

// startWriting has a full batch written by another goroutine, or any if all are
// wanted, when no other is being written. What could not be written is tried again
// first.
func (s *Store) startWriting(ctx context.Context, all bool) error {
	if err := s.takeSlot(ctx); err != nil {
		return err
	}
	b := s.nextBatch(all)
	if b == nil {
		<-s.slot
		return nil
	}
	s.tasks.Go(func() {
		defer func() { <-s.slot }()
		err := s.writeBatch(b)
		s.mu.Lock()
		if noRoom(err) {
			s.giveUp(b, err)
			err = nil
		}
		if err == nil { // nobody reads it any more
			s.flushing = nil
			err = b.close()
		}
		if err != nil {
			s.failed = fmt.Errorf("adding to the store of originals %s: %w", files.Plain(s.uri), err)
		}
		s.mu.Unlock()
	})
	return nil
}

func (s *Store) takeSlot(ctx context.Context) error {
	select {
	case s.slot <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// nextBatch takes what is to be written.
func (s *Store) nextBatch(all bool) *batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flushing == nil && s.pending != nil && (all || s.pending.full(s.opts.UnitBytes)) {
		s.pending, s.flushing = nil, s.pending
	}
	return s.flushing
}

// writeBatch writes a batch as a unit, and adds it to the tables.
func (s *Store) writeBatch(b *batch) error {
	s.mu.Lock()
	unit := unitName(s.writer, s.written)
	s.written++
	s.mu.Unlock()
	x, err := b.write(s.ctx, s.files, s.uri, unit)
	if err != nil {
		return err
	}
	number := s.addUnit(unit)
	var links, pictures []byte
	for _, e := range x.pictures {
		e.unit = number
		pictures = e.append(pictures)
	}
	for _, e := range x.links {
		e.unit = number
		links = e.append(links)
	}
	if err := errors.Join(s.pictures.add(pictures), s.links.add(links)); err != nil {
		return err
	}
	return nil
}

// write writes a batch's files. The Parquet file is committed last, or the index if there
// are no pictures: it is what makes a unit.
func (b *batch) write(ctx context.Context, f *files.Files, store, unit string) (x *unitIndex, err error) {
	x = &unitIndex{unit: unit}
	if len(b.pictures) == 0 {
		return x, b.writeLinks(ctx, f, store, x)
	}
	w, err := f.CreateIf(ctx, picturesURI(store, unit), "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Abort()) }()
	if x.size, x.pictures, err = b.writeParquet(w); err != nil {
		return nil, fmt.Errorf("writing %s: %w", files.Plain(picturesURI(store, unit)), err)
	}
	if err := b.writeLinks(ctx, f, store, x); err != nil {
		return nil, err
	}
	return x, w.Commit()
}

// writeLinks writes the lines, and the index, which says where they are.
func (b *batch) writeLinks(ctx context.Context, f *files.Files, store string, x *unitIndex) error {
	lines, err := b.lines(x)
	if err != nil {
		return err
	}
	if err := f.WriteFileIf(ctx, linesURI(store, x.unit), "", lines); err != nil {
		return err
	}
	data, err := x.encode()
	if err != nil {
		return err
	}
	return f.WriteFileIf(ctx, indexURI(store, x.unit), "", data)
}

// lines writes the records, a line each, and adds an entry for each to the index.
func (b *batch) lines(x *unitIndex) ([]byte, error) {
	var lines bytes.Buffer
	for i := range b.records {
		r := &b.records[i]
		line, err := r.encode()
		if err != nil {
			return nil, err
		}
		picture, err := r.picture()
		if err != nil {
			return nil, err
		}
		x.links = append(x.links, linkEntry{
			link: linkKey(r.Link), picture: picture,
			offset: uint32(lines.Len()), length: uint32(len(line)), //nolint:gosec // of some thousand records
			fetched: r.FetchedAt.UnixMilli(),
		})
		lines.Write(line)
		lines.WriteByte('\n')
	}
	return lines.Bytes(), nil
}
