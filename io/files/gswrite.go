package files

import (
	"context"
	"errors"
	"io/fs"

	"cloud.google.com/go/storage"
)

const (
	// gsChunk is what a Writer sends in one request and holds in memory to
	// send it again, in bytes. Larger is faster on long links; many files are
	// open at once.
	gsChunk = 8 << 20
	// gsWriteFailures bounds the transient failures of one whole write. The
	// client counts no attempts of its uploads.
	gsWriteFailures = 12
)

// gsWriter uploads one object, which the service shows when it is complete.
type gsWriter struct {
	ctx    context.Context
	cancel context.CancelFunc
	w      *storage.Writer
}

func (g *gs) create(ctx context.Context, uri string) (Writer, error) {
	o, err := g.object(uri)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := o.Retryer(storage.WithErrorFunc(retryUpTo(gsWriteFailures))).NewWriter(ctx)
	w.ChunkSize = gsChunk
	return &gsWriter{ctx: ctx, cancel: cancel, w: w}, nil
}

// retryUpTo allows n retries of one upload. The client asks from the upload's
// own goroutine, one question at a time.
func retryUpTo(n int) func(error) bool {
	return func(err error) bool {
		if !storage.ShouldRetry(err) || n == 0 {
			return false
		}
		n--
		return true
	}
}

func (w *gsWriter) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	return n, writeError(err)
}

func (w *gsWriter) Commit() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	err := w.w.Close()
	w.cancel()
	return writeError(err)
}

// Abort stops the upload and waits for its end. Only the end of the data
// makes an object, and the upload never sees one: its context is done, and
// its source fails, before Close is called.
func (w *gsWriter) Abort() error {
	w.cancel()
	_ = w.w.CloseWithError(context.Canceled) //nolint:staticcheck // deprecated for cancel, which takes effect only later
	_ = w.w.Close()                          // its error is the cancellation
	return nil
}

// writeError is gsError where only a bucket can be missing.
func writeError(err error) error {
	err = gsError(err)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoBucket
	}
	return err
}
