package originals

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

// Options say how a process uses a store.
type Options struct {
	Max       int64  // bytes that the store may have, and then nothing is added; 0 = no limit
	ReadOnly  bool   // nothing is added
	UnitBytes int64  // bytes of pictures in a Parquet file; 0 = the usual
	TempDir   string // where temporary files lie; "" = the system's folder
}

// usualUnitBytes makes 13,000 files of 1.7 TB, which are 10 million pictures.
const usualUnitBytes = 128 << 20

// Store is an open store. It is safe for concurrent use.
type Store struct {
	files  *files.Files
	uri    string
	opts   Options
	writer string // begins the names of this process's units
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup
	slot   chan struct{} // held while a batch is written

	links, pictures table
	opened          openFiles

	mu       sync.RWMutex
	units    []string // by number
	damaged  map[uint32]bool
	written  int    // units by this process
	pending  *batch // being filled; nil before its first record
	flushing *batch // being written, or to be written again
	failed   error  // of the last attempt to write, not told yet
	bytes    int64  // of the store, with what is not written yet
	stats    Stats
	told     int64 // of stats.Refused
}

// Stats counts what a process met in a store.
type Stats struct {
	Links    int64 // that the store knew when it was opened
	Pictures int64 // that it had then
	Bytes    int64 // of its files then
	Damaged  int64 // units that could not be read, or not whole

	Added   int64 // pictures, by this process
	Shared  int64 // links to a picture that was there already
	Failed  int64 // links remembered as failed, by this process
	Refused int64 // pictures and failures that were not added as the store was full
}

// Open opens the store in a folder, and makes an empty folder one, unless it is to
// be read only. ctx bounds the opening. Close it.
func Open(ctx context.Context, f *files.Files, uri string, o Options) (*Store, error) {
	if o.UnitBytes == 0 {
		o.UnitBytes = usualUnitBytes
	}
	listed, err := prepare(ctx, f, uri, o.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("opening the store of originals %s: %w", files.Plain(uri), err)
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{
		files: f, uri: uri, opts: o, writer: newWriterName(time.Now()),
		ctx: own, cancel: cancel, slot: make(chan struct{}, 1),
		links:    table{dir: o.TempDir, size: linkEntryBytes},
		pictures: table{dir: o.TempDir, size: pictureEntryBytes},
		damaged:  map[uint32]bool{},
		bytes:    listed.bytes,
		stats:    Stats{Bytes: listed.bytes},
	}
	s.opened = openFiles{open: s.openUnit}
	if err := s.load(ctx, listed); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the store of originals %s: %w", files.Plain(uri), err), s.release())
	}
	return s, nil
}

// prepare checks what is in the folder, and makes it a store if it is empty.
func prepare(ctx context.Context, f *files.Files, uri string, readOnly bool) (listing, error) {
	infos, err := f.List(ctx, uri)
	if err != nil {
		return listing{}, err
	}
	listed := newListing(uri, infos)
	// After the list: a store's first file is its marker, so who sees any sees that.
	missing, err := checkMarker(ctx, f, uri)
	if err != nil {
		return listing{}, err
	}
	if !missing || readOnly && listed.empty {
		return listed, nil
	}
	if !listed.empty {
		return listing{}, ErrNoStore
	}
	return listed, makeStore(ctx, f, uri)
}

// Check finds out before any work whether a folder can be used as a store.
func Check(ctx context.Context, f *files.Files, uri string) error {
	_, err := prepare(ctx, f, uri, true)
	if err != nil {
		return fmt.Errorf("the store of originals %s: %w", files.Plain(uri), err)
	}
	return nil
}

// Stats says what the process met so far.
func (s *Store) Stats() Stats {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stats
}

// Close writes what was added, as far as ctx allows, and frees what the store
// holds. Nobody else may use the store any more.
func (s *Store) Close(ctx context.Context) error {
	err := s.Flush(ctx)
	return errors.Join(err, s.release())
}

// release frees what the store holds.
func (s *Store) release() error {
	s.cancel()
	s.tasks.Wait()
	errs := []error{s.opened.close(), s.links.close(), s.pictures.close()}
	for _, b := range []*batch{s.pending, s.flushing} {
		if b != nil {
			errs = append(errs, b.close())
		}
	}
	s.pending, s.flushing = nil, nil
	return errors.Join(errs...)
}

// openUnit opens a unit's Parquet file.
func (s *Store) openUnit(unit uint32) (files.File, error) {
	return s.files.Open(s.ctx, picturesURI(s.uri, s.unitName(unit)))
}

func (s *Store) unitName(unit uint32) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.units[unit]
}
