package originals

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
)

// loaders is how many index files are read at once, which hides an object store's
// latency.
const loaders = 32

// loader reads a store's index files into its tables.
type loader struct {
	store *Store

	mu              sync.Mutex
	links, pictures *sorter
}

// load reads the index files of the units that are in the folder.
func (s *Store) load(ctx context.Context, listed listing) error {
	total := int64(0)
	for _, info := range listed.indexes {
		total += info.Size
	}
	l := &loader{store: s, links: newSorter(s.opts.TempDir, linkEntryBytes, total), pictures: newSorter(s.opts.TempDir, pictureEntryBytes, total/2)}
	err := l.load(ctx, listed)
	return errors.Join(err, l.links.close(), l.pictures.close())
}

func (l *loader) load(ctx context.Context, listed listing) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(loaders)
	for _, unit := range listed.units() {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error { return l.unit(ctx, unit, listed) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return l.finish()
}

// unit reads one index file. One that is damaged or gone is made again; a unit for which that
// fails costs its own links.
func (l *loader) unit(ctx context.Context, unit string, listed listing) error {
	x, err := readIndex(ctx, l.store.files, listed, l.store.uri, unit)
	if errors.Is(err, errUncommitted) {
		return nil
	}
	if errors.Is(err, errDamaged) {
		x, err = l.store.rebuildIndex(ctx, listed, unit, err)
	}
	if errors.Is(err, errDamaged) {
		slog.WarnContext(ctx, "a part of the store of originals is damaged: its links are asked for again", "file", files.Plain(indexURI(l.store.uri, unit)), "error", err)
		l.store.stats.addDamaged(&l.store.mu)
		return nil
	}
	if err != nil {
		return err
	}
	return l.add(unit, x)
}

// errUncommitted is of a unit whose writer is at work, or was killed, or whose
// pictures somebody has removed.
var errUncommitted = errors.New("its Parquet file is not there")

// readIndex reads a unit's index file and compares it with what is in the folder.
func readIndex(ctx context.Context, f *files.Files, listed listing, store, unit string) (rawIndex, error) {
	data, err := f.ReadFile(ctx, indexURI(store, unit))
	if _, there := listed.pictures[unit]; there && errors.Is(err, fs.ErrNotExist) {
		return rawIndex{}, fmt.Errorf("%w: it is gone", errDamaged)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return rawIndex{}, errUncommitted // somebody removed it just now
	}
	if err != nil {
		return rawIndex{}, err
	}
	x, err := decodeIndex(data)
	if err != nil {
		return rawIndex{}, fmt.Errorf("reading %s: %w", files.Plain(indexURI(store, unit)), err)
	}
	size, there := listed.pictures[unit]
	switch {
	case x.Unit != unit:
		return rawIndex{}, fmt.Errorf("%w: it is of the unit %q", errDamaged, x.Unit)
	case x.Pictures > 0 && !there:
		return rawIndex{}, errUncommitted
	case x.Pictures > 0 && size != x.Size:
		return rawIndex{}, fmt.Errorf("%w: %s has %d bytes, and was written with %d", errDamaged, files.Plain(picturesURI(store, unit)), size, x.Size)
	}
	return x, nil
}

func (l *loader) add(unit string, x rawIndex) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	x.number(l.store.addUnit(unit))
	if err := errors.Join(l.links.add(x.links), l.pictures.add(x.pictures)); err != nil {
		return err
	}
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	l.store.stats.Links += int64(x.Links)
	l.store.stats.Pictures += int64(x.Pictures)
	return nil
}

// finish sorts what was read. The two tables are sorted side by side.
func (l *loader) finish() error {
	var group errgroup.Group
	for _, one := range []struct {
		from *sorter
		to   *table
	}{{l.links, &l.store.links}, {l.pictures, &l.store.pictures}} {
		group.Go(func() error {
			r, err := one.from.finish()
			if err != nil {
				return err
			}
			one.to.runs = append(one.to.runs, r)
			return nil
		})
	}
	return group.Wait()
}

// addUnit numbers a unit.
func (s *Store) addUnit(name string) uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.units = append(s.units, name)
	return uint32(len(s.units) - 1) //nolint:gosec // four billion units are more than any folder has files
}

func (s *Stats) addDamaged(mu *sync.RWMutex) {
	mu.Lock()
	defer mu.Unlock()
	s.Damaged++
}
