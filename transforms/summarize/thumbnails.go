package summarize

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/crop"
)

const (
	thumbnailSide  = 192      // pixels of the longer side
	thumbnailBytes = 16 << 10 // that one should not exceed
	readers        = 8        // shards read at a time
)

// thumbnails reads the example crops back from their shards and makes small
// pictures of them, by id. Each shard that has one is opened once, so at most
// shards.MostCrops are. A picture that cannot be read back is left out: the data
// is written, and the report can do without it. of is how many shards the output has.
func thumbnails(ctx context.Context, store *files.Files, o Options, of int, examples []shards.CropExample) (map[string][]byte, error) {
	byShard := map[int][]shards.CropExample{}
	for _, c := range examples {
		byShard[c.Shard] = append(byShard[c.Shard], c)
	}
	var mu sync.Mutex
	small := map[string][]byte{}
	tasks, ctx := errgroup.WithContext(ctx)
	tasks.SetLimit(readers)
	for shard, crops := range byShard {
		tasks.Go(func() error {
			images, err := readCrops(ctx, store, files.Join(o.Output, shards.DataName(shard, of, o.Format)), o.Format, crops)
			if err != nil {
				slog.WarnContext(ctx, "crops for the report could not be read", "shard", shard, "error", err)
				return ctx.Err()
			}
			for i, c := range crops {
				picture, err := thumbnail(images[i], c.Width, c.Height)
				if err != nil {
					slog.WarnContext(ctx, "a crop for the report could not be decoded", "id", c.ID, "error", err)
					continue
				}
				mu.Lock()
				small[c.ID] = picture
				mu.Unlock()
			}
			return ctx.Err()
		})
	}
	return small, tasks.Wait()
}

// readCrops reads the pictures of one shard's examples, which it sorts by row.
func readCrops(ctx context.Context, store *files.Files, uri, format string, crops []shards.CropExample) (images [][]byte, err error) {
	file, err := store.Open(ctx, uri)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	slices.SortFunc(crops, func(a, b shards.CropExample) int { return cmp.Compare(a.Row, b.Row) })
	rows := make([]int64, len(crops))
	for i, c := range crops {
		rows[i] = c.Row
	}
	images, err = shards.ReadImages(file, file.Size(), format, rows)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uri, err)
	}
	return images, nil
}

// thumbnail makes a small JPEG of a picture, of worse quality if it has to.
func thumbnail(picture []byte, width, height int) ([]byte, error) {
	o := crop.Defaults()
	if max(width, height) > thumbnailSide { // never larger than it is
		o.Width, o.Height = thumbnailSide, thumbnailSide
	}
	for o.Quality = 80; ; o.Quality -= 20 {
		small, err := crop.Crop(picture, nil, o)
		if err != nil {
			return nil, err
		}
		if len(small.Image) <= thumbnailBytes || o.Quality <= 20 {
			return small.Image, nil
		}
	}
}
