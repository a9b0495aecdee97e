package store

import (
	"context"
	"errors"
	"io"
)

// RangeFile is a File that is read by requests for ranges of one version, so
// that a file that is replaced meanwhile gives an error and never a mix of old
// and new.
type RangeFile struct {
	ctx    context.Context
	cancel context.CancelFunc
	info   Info
	name   string
	read   ReadRange
}

// ReadRange reads all of p at off, or returns an error.
type ReadRange func(ctx context.Context, p []byte, off int64) (int, error)

// NewRangeFile returns the file that info describes; ctx bounds its reads. In
// errors it is called name, for a URI may hold a secret.
func NewRangeFile(ctx context.Context, info Info, name string, read ReadRange) *RangeFile {
	ctx, cancel := context.WithCancel(ctx)
	return &RangeFile{ctx: ctx, cancel: cancel, info: info, name: name, read: read}
}

// Size implements File.
func (f *RangeFile) Size() int64 { return f.info.Size }

// Version implements File.
func (f *RangeFile) Version() string { return f.info.Version }

// Close ends the reads that are under way.
func (f *RangeFile) Close() error {
	f.cancel()
	return nil
}

// ReadAt makes one range request.
func (f *RangeFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, Wrap("read", f.name, errors.New("negative offset"))
	}
	if len(p) == 0 {
		return 0, nil
	}
	want := min(int64(len(p)), f.info.Size-off)
	if want <= 0 {
		return 0, io.EOF
	}
	n, err := f.read(f.ctx, p[:want], off)
	if err != nil {
		return n, Wrap("read", f.name, err)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
