package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"cloud.google.com/go/storage"
)

// gsFile reads one generation of an object, so that an object that is
// replaced meanwhile gives an error and never a mix of old and new.
type gsFile struct {
	ctx     context.Context
	cancel  context.CancelFunc
	o       *storage.ObjectHandle
	uri     string
	size    int64
	version string
}

// errTranscoded is of objects that the service unpacks as it sends them: it
// then ignores the range that is asked for, while the size is that of the
// packed bytes. (The client cannot ask for those through the JSON API.)
// See https://cloud.google.com/storage/docs/transcoding.
var errTranscoded = errors.New("stored with Content-Encoding: gzip, it cannot be read at an offset; store it without")

func (g *gs) open(ctx context.Context, uri string) (File, error) {
	o, err := g.object(uri)
	if err != nil {
		return nil, err
	}
	attrs, err := o.Attrs(ctx)
	if err != nil {
		return nil, gsError(err)
	}
	if attrs.ContentEncoding == "gzip" {
		return nil, errTranscoded
	}
	o = o.Generation(attrs.Generation)
	ctx, cancel := context.WithCancel(ctx)
	return &gsFile{ctx: ctx, cancel: cancel, o: o, uri: uri, size: attrs.Size, version: gsVersion(attrs)}, nil
}

func (f *gsFile) Size() int64     { return f.size }
func (f *gsFile) Version() string { return f.version }

// Close ends the reads that are under way.
func (f *gsFile) Close() error {
	f.cancel()
	return nil
}

// ReadAt makes one range request.
func (f *gsFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, wrap("read", f.uri, errors.New("negative offset"))
	}
	if len(p) == 0 {
		return 0, nil
	}
	want := min(int64(len(p)), f.size-off)
	if want <= 0 {
		return 0, io.EOF
	}
	n, err := f.readRange(p[:want], off)
	if err != nil {
		return n, wrap("read", f.uri, err)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *gsFile) readRange(p []byte, off int64) (int, error) {
	r, err := f.o.NewRangeReader(f.ctx, off, int64(len(p)))
	if err != nil {
		return 0, readError(err)
	}
	n, err := io.ReadFull(r, p)
	if err != nil {
		return n, errors.Join(readError(err), r.Close())
	}
	return n, r.Close()
}

// readError tells of a generation that is gone. It is no fs.ErrNotExist: the
// file was there, and may be again with other content.
func readError(err error) error {
	err = gsError(err)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("it was replaced or removed after it was opened (%s)", err.Error())
	}
	return err
}
