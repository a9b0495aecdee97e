package originals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

// Removal says which links are to go, and what is remembered of them, so that nobody asks
// for them again.
type Removal struct {
	Links  []string
	Reason string
	Detail string
	Now    time.Time
	Temp   string // where temporary files lie; "" = the system's folder
}

// Removed counts what went.
type Removed struct {
	Links    int // the ones given, and others that led to the same pictures
	Pictures int
	Units    int // files that were written anew
}

// Remove removes the pictures that links lead to, with all other links that lead to
// them, and remembers the links as failed. Files that had some are written anew
// without them, and then removed; after a kill amid that the same call goes on. Units of a running job that
// are not written yet are not seen.
func Remove(ctx context.Context, f *files.Files, uri string, r Removal) (Removed, error) {
	removed, err := (&remover{files: f, uri: uri, Removal: r}).remove(ctx)
	if err != nil {
		return removed, fmt.Errorf("removing from the store of originals %s: %w", files.Plain(uri), err)
	}
	return removed, nil
}

type remover struct {
	Removal
	files    *files.Files
	uri      string
	listed   listing
	writer   string
	written  int
	links    map[key]bool
	pictures map[key]bool
	removed  Removed
}

func (r *remover) remove(ctx context.Context) (Removed, error) {
	missing, err := checkMarker(ctx, r.files, r.uri)
	if err != nil {
		return Removed{}, err
	}
	if missing {
		return Removed{}, errors.New("there is no store")
	}
	infos, err := r.files.List(ctx, r.uri)
	if err != nil {
		return Removed{}, err
	}
	r.listed, r.writer = newListing(r.uri, infos), newWriterName(r.Now)
	r.links, r.pictures = map[key]bool{}, map[key]bool{}
	for _, l := range r.Links {
		r.links[linkKey(l)] = true
	}
	damaged := r.each(ctx, r.find)
	if err := r.remember(ctx); err != nil {
		return r.removed, errors.Join(damaged, err)
	}
	// What names the links goes last: after a kill it says again which pictures are to go.
	others := r.each(ctx, func(ctx context.Context, x rawIndex) error {
		if r.names(x) {
			return nil
		}
		return r.rewrite(ctx, x)
	})
	return r.removed, errors.Join(damaged, others, r.each(ctx, r.rewrite))
}

// each calls visit for every unit. What cannot be read does not keep it from the
// others.
func (r *remover) each(ctx context.Context, visit func(context.Context, rawIndex) error) error {
	var errs []error
	for _, unit := range slices.Sorted(maps.Keys(r.listed.indexes)) {
		x, err := readIndex(ctx, r.files, r.listed, r.uri, unit)
		if errors.Is(err, errUncommitted) {
			continue
		}
		if err == nil {
			err = visit(ctx, x)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// find finds the pictures that the links lead to.
func (r *remover) find(_ context.Context, x rawIndex) error {
	for b := range slices.Chunk(x.links, linkEntryBytes) {
		if e := decodeLinkEntry(b); !e.picture.isCause() && r.links[e.link] {
			r.pictures[e.picture] = true
		}
	}
	return nil
}

// names says whether one of the links leads to a picture by a unit's word.
func (r *remover) names(x rawIndex) bool {
	for b := range slices.Chunk(x.links, linkEntryBytes) {
		if e := decodeLinkEntry(b); !e.picture.isCause() && r.links[e.link] {
			return true
		}
	}
	return false
}

// concerned says whether a unit has something that is to go.
func (r *remover) concerned(x rawIndex) bool {
	if r.names(x) {
		return true
	}
	for b := range slices.Chunk(x.links, linkEntryBytes) {
		if r.pictures[decodeLinkEntry(b).picture] {
			return true
		}
	}
	for b := range slices.Chunk(x.pictures, pictureEntryBytes) {
		if r.pictures[decodePictureEntry(b).picture] {
			return true
		}
	}
	return false
}

// remember writes the links down as failed, before any file goes.
func (r *remover) remember(ctx context.Context) error {
	b, err := newBatch(r.Temp)
	if err != nil {
		return err
	}
	for _, l := range r.Links {
		b.add(r.failure(l))
	}
	r.removed.Links += len(b.records)
	return r.write(ctx, b)
}

func (r *remover) failure(l string) Record {
	return Record{Link: l, FetchedAt: r.Now, Reason: r.Reason, Detail: r.Detail}
}

// rewrite writes a unit anew without what is to go, and removes the old one.
func (r *remover) rewrite(ctx context.Context, x rawIndex) error {
	if !r.concerned(x) {
		return nil
	}
	b, err := r.rest(ctx, x)
	if err != nil {
		return fmt.Errorf("reading %s: %w", files.Plain(picturesURI(r.uri, x.Unit)), err)
	}
	if err := r.write(ctx, b); err != nil {
		return err
	}
	r.removed.Units++
	for _, uri := range []string{picturesURI(r.uri, x.Unit), indexURI(r.uri, x.Unit), linesURI(r.uri, x.Unit)} {
		if err := r.files.Remove(ctx, uri); err != nil {
			return err
		}
	}
	return nil
}

// rest is what stays of a unit.
func (r *remover) rest(ctx context.Context, x rawIndex) (b *batch, err error) {
	if b, err = newBatch(r.Temp); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	lines, err := r.files.ReadFile(ctx, linesURI(r.uri, x.Unit))
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(lines) {
		record, err := decodeRecord(line)
		if err != nil {
			return nil, err
		}
		if err := r.keep(b, record); err != nil {
			return nil, err
		}
	}
	if x.Pictures == 0 {
		return b, nil
	}
	return b, readParquet(ctx, r.files, picturesURI(r.uri, x.Unit), func(record Record, body []byte) error {
		k := pictureKey(body)
		if r.pictures[k] {
			r.removed.Pictures++
			return nil
		}
		return b.addPicture(k, record, body)
	})
}

// keep adds a record to what stays, or that its link failed.
func (r *remover) keep(b *batch, record Record) error {
	picture, err := record.picture()
	if err != nil {
		return err
	}
	switch {
	case r.links[linkKey(record.Link)]: // remember has written it
		return nil
	case r.pictures[picture]:
		r.removed.Links++
		b.add(r.failure(record.Link))
	default:
		b.add(record)
	}
	return nil
}

// write writes a batch as a unit, if there is something in it, and closes it.
func (r *remover) write(ctx context.Context, b *batch) error {
	var err error
	if len(b.records)+len(b.pictures) > 0 {
		_, err = b.write(ctx, r.files, r.uri, unitName(r.writer, r.written))
		r.written++
	}
	return errors.Join(err, b.close())
}
