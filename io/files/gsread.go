package files

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"cloud.google.com/go/storage"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// errTranscoded is of objects that the service unpacks as it sends them: it
// then ignores the range that is asked for, while the size is that of the
// packed bytes. (The client cannot ask for those through the JSON API.)
// See https://cloud.google.com/storage/docs/transcoding.
var errTranscoded = errors.New("stored with Content-Encoding: gzip, it cannot be read at an offset; store it without")

func (g *gs) Open(ctx context.Context, uri string) (store.File, error) {
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
	info := gsInfo(o.BucketName(), attrs)
	read := func(ctx context.Context, p []byte, off int64) (int, error) { return gsReadRange(ctx, o, p, off) }
	return store.NewRangeFile(ctx, info, info.URI, read), nil
}

func gsReadRange(ctx context.Context, o *storage.ObjectHandle, p []byte, off int64) (int, error) {
	r, err := o.NewRangeReader(ctx, off, int64(len(p)))
	if err != nil {
		return 0, gsReadError(err)
	}
	n, err := io.ReadFull(r, p)
	if err != nil {
		return n, errors.Join(gsReadError(err), r.Close())
	}
	return n, r.Close()
}

// gsReadError tells of a generation that is gone.
func gsReadError(err error) error {
	err = gsError(err)
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrReplaced
	}
	return err
}
