package originals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/beamcrop/beamcrop/io/files"
)

// rebuildIndex makes a unit's index again from its Parquet file and its lines, and
// writes it if the store may be written. An error that is errDamaged says that they do
// not do for it either.
func (s *Store) rebuildIndex(ctx context.Context, listed listing, unit string, why error) (rawIndex, error) {
	size, there := listed.pictures[unit]
	if !there {
		return rawIndex{}, why
	}
	lines, err := s.files.ReadFile(ctx, linesURI(s.uri, unit))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return rawIndex{}, err
	}
	b, err := s.readBatch(ctx, unit, lines)
	if ctx.Err() != nil {
		return rawIndex{}, context.Cause(ctx)
	}
	if err != nil {
		return rawIndex{}, fmt.Errorf("%w; it cannot be made again: %w", why, err)
	}
	x := &unitIndex{unit: unit, size: size}
	if x.pictures, err = s.places(ctx, unit, b.pictures); err != nil {
		return rawIndex{}, fmt.Errorf("%w; it cannot be made again: %w", why, err)
	}
	made, err := b.lines(x)
	if err != nil {
		return rawIndex{}, fmt.Errorf("%w; it cannot be made again: %w", why, err)
	}
	data, err := x.encode()
	if err != nil {
		return rawIndex{}, err
	}
	slog.InfoContext(ctx, "an index of the store of originals is made again", "file", files.Plain(indexURI(s.uri, unit)), "pictures", len(x.pictures), "error", why)
	if !s.opts.ReadOnly {
		s.replaceIndex(ctx, unit, data, made, bytes.Equal(made, lines))
	}
	return decodeIndex(data)
}

// replaceIndex writes an index that was made again, and the lines unless they are as
// before. If that fails it is made again the next time.
func (s *Store) replaceIndex(ctx context.Context, unit string, index, lines []byte, same bool) {
	var err error
	if !same {
		err = s.files.WriteFile(ctx, linesURI(s.uri, unit), lines)
	}
	if err == nil {
		err = s.files.WriteFile(ctx, indexURI(s.uri, unit), index)
	}
	if err != nil {
		slog.WarnContext(ctx, "an index of the store of originals that was made again cannot be written", "error", err)
	}
}

// readBatch reads a unit's records and pictures, without their bytes. Without lines it has
// the first link of each picture.
func (s *Store) readBatch(ctx context.Context, unit string, lines []byte) (*batch, error) {
	b := &batch{byLink: map[key]int{}, byKey: map[key]int{}}
	for line := range bytes.Lines(lines) {
		r, err := decodeRecord(line)
		if err != nil {
			return nil, err
		}
		b.add(r)
	}
	err := readParquet(ctx, s.files, picturesURI(s.uri, unit), func(r Record, body []byte) error {
		b.pictures = append(b.pictures, held{picture: pictureKey(body), record: r})
		if len(lines) == 0 {
			b.add(r)
		}
		return nil
	})
	return b, err
}

// places finds out where in a unit's Parquet file its pictures lie.
func (s *Store) places(ctx context.Context, unit string, pictures []held) (places []pictureEntry, err error) {
	file, err := s.files.Open(ctx, picturesURI(s.uri, unit))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return placesIn(file, file.Size(), pictures)
}
