package gs

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

func (g *backend) Open(ctx context.Context, uri string) (store.File, error) {
	o, err := g.object(uri)
	if err != nil {
		return nil, err
	}
	attrs, err := o.Attrs(ctx)
	if err != nil {
		return nil, explain(err)
	}
	if attrs.ContentEncoding == "gzip" {
		return nil, errTranscoded
	}
	o = o.Generation(attrs.Generation)
	info := infoOf(o.BucketName(), attrs)
	read := func(ctx context.Context, p []byte, off int64) (int, error) { return readRange(ctx, o, p, off) }
	return store.NewRangeFile(ctx, info, info.URI, read), nil
}

func readRange(ctx context.Context, o *storage.ObjectHandle, p []byte, off int64) (int, error) {
	r, err := o.NewRangeReader(ctx, off, int64(len(p)))
	if err != nil {
		return 0, explainRead(err)
	}
	n, err := io.ReadFull(r, p)
	if err != nil {
		return n, errors.Join(explainRead(err), r.Close())
	}
	return n, r.Close()
}

// explainRead tells of a generation that is gone.
func explainRead(err error) error {
	err = explain(err)
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrReplaced
	}
	return err
}
