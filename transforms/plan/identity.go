package plan

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

const (
	// hashedWhole is how many bytes of inputs are hashed to identify them: some
	// tenths of a second.
	hashedWhole = 256 << 20
	// mostFooter bounds the footer that identifies a Parquet file.
	mostFooter = 256 << 20
)

// Identify says what local files hold, so that a job goes on after they were copied,
// touched or downloaded again. Elsewhere a version says so already. Up to 256 MiB of
// inputs are hashed; of more, a Parquet file is known by its footer, which has the
// place, size and statistics of every column chunk, and any other file by its version.
func Identify(ctx context.Context, store *files.Files, matched []workplan.File) error {
	var total int64
	for _, f := range matched {
		total += f.Size
	}
	for i := range matched {
		f := &matched[i]
		if !files.IsLocal(f.URI) || total > hashedWhole && f.Format != rows.FormatParquet {
			continue
		}
		if err := identify(ctx, store, f, total <= hashedWhole); err != nil {
			return fmt.Errorf("identifying the input: %w", err)
		}
	}
	return nil
}

func identify(ctx context.Context, store *files.Files, f *workplan.File, whole bool) error {
	file, err := store.Open(ctx, f.URI)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	if file.Version() != f.Version {
		return nil // it changes right now, as its readers will find out
	}
	part := io.NewSectionReader(file, 0, file.Size())
	if !whole {
		if part = footer(file); part == nil {
			return nil // no Parquet after all, as its reader will find out
		}
	}
	h := sha256.New()
	if _, err := io.Copy(h, struct{ io.Reader }{part}); err != nil {
		return fmt.Errorf("%s: %w", f.URI, err)
	}
	f.Content = hex.EncodeToString(h.Sum(nil))
	return nil
}

// footer returns the end of a Parquet file from its metadata on; nil if there is none.
func footer(file files.File) *io.SectionReader {
	var end [8]byte // the metadata's length and the magic
	if _, err := file.ReadAt(end[:], file.Size()-int64(len(end))); err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(end[4:], []byte("PAR1")) {
		return nil
	}
	size := int64(binary.LittleEndian.Uint32(end[:])) + int64(len(end))
	if size > min(file.Size(), mostFooter) {
		return nil
	}
	return io.NewSectionReader(file, file.Size()-size, size)
}
