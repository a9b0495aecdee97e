package pictures

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Source opens the files that rows name.
type Source struct {
	Files *files.Files
	Root  string // the folder that paths count from; "" = that of the table that has them
	Limit int64  // bytes that a picture may have
}

// Open opens the file of a path in a table. An error is a *reason.Error, or that of the
// context.
func (s Source) Open(ctx context.Context, table, path string) (files.File, error) {
	folder := s.Root
	if folder == "" {
		folder = folderOf(table)
	}
	file, err := s.Files.OpenWithin(ctx, folder, path)
	if err != nil {
		return nil, failure(ctx, err)
	}
	if err := s.Check(file.Size()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Check refuses a picture of too many bytes.
func (s Source) Check(size int64) error {
	if size > s.Limit {
		return reason.Errorf(reason.TooLarge, "the picture has %d bytes, more than --max_bytes=%d", size, s.Limit)
	}
	return nil
}

// Read reads an open file whole. Errors are as those of Open.
func Read(ctx context.Context, file files.File) ([]byte, error) {
	data := make([]byte, file.Size())
	n, err := file.ReadAt(data, 0)
	if err == nil || n == len(data) && errors.Is(err, io.EOF) {
		return data, nil
	}
	return nil, failure(ctx, fmt.Errorf("reading it: %w", err))
}

// failure says why a file was not read.
func failure(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, files.ErrOutside):
		return reason.Errorf(reason.InvalidRow, "the path is not read: %w (--image_root chooses the folder)", err)
	case errors.Is(err, fs.ErrNotExist):
		return reason.Errorf(reason.MissingFile, "%w", err)
	default:
		return reason.Errorf(reason.UnreadableFile, "%w", err)
	}
}

// folderOf returns the folder of a file.
func folderOf(uri string) string {
	if strings.Contains(uri, "://") {
		return uri[:strings.LastIndex(uri, "/")]
	}
	return filepath.Dir(uri)
}
