package gs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"

	"github.com/beamcrop/beamcrop/io/files/bucket"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	// chunk is what a Writer sends in one request and holds in memory to
	// send it again, in bytes. Larger is faster on long links; many files are
	// open at once.
	chunk = 8 << 20
	// writeFailures bounds the transient failures of one whole write. The
	// client counts no attempts of its uploads.
	writeFailures = 12
)

// writer uploads one object, which the service shows when it is complete.
type writer struct {
	ctx    context.Context
	cancel context.CancelFunc
	o      *storage.ObjectHandle
	w      *storage.Writer
	mark   string
}

func (g *backend) Create(ctx context.Context, uri string, must store.Condition) (store.Writer, error) {
	o, err := g.object(uri)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	plain := o
	if o, err = onlyIf(o, must); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := o.Retryer(storage.WithErrorFunc(retryUpTo(writeFailures))).NewWriter(ctx)
	w.ChunkSize = chunk
	mark := rand.Text()
	w.Metadata = map[string]string{bucket.WriterMark: mark}
	return &writer{ctx: ctx, cancel: cancel, o: plain, w: w, mark: mark}, nil
}

// onlyIf has the service refuse a write over anything else than must.
func onlyIf(o *storage.ObjectHandle, must store.Condition) (*storage.ObjectHandle, error) {
	switch {
	case must.Any:
		return o, nil
	case must.Version == "":
		return o.If(storage.Conditions{DoesNotExist: true}), nil
	}
	generation, err := strconv.ParseInt(must.Version, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no version: %w", must.Version, err)
	}
	return o.If(storage.Conditions{GenerationMatch: generation}), nil
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

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	return n, explainWrite(err)
}

func (w *writer) Commit() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	defer w.cancel()
	err := w.w.Close()
	if !refused(err) {
		return explainWrite(err)
	}
	// Either somebody else wrote the object, or this upload did, and the
	// client asked again because the answer got lost.
	attrs, err := w.o.Attrs(w.ctx)
	if err == nil && attrs.Metadata[bucket.WriterMark] == w.mark {
		return nil
	}
	return store.ErrChanged
}

// refused says whether the service found another version than the expected.
func refused(err error) bool {
	var answer *googleapi.Error
	return errors.As(err, &answer) && answer.Code == http.StatusPreconditionFailed
}

// CleanTemps has nothing to do: an unfinished upload is only known to who
// started it, and the service drops it after a week.
func (*backend) CleanTemps(context.Context, string, func(string) bool) error { return nil }

// Abort stops the upload and waits for its end. Only the end of the data
// makes an object, and the upload never sees one: its context is done, and
// its source fails, before Close is called.
func (w *writer) Abort() error {
	w.cancel()
	_ = w.w.CloseWithError(context.Canceled) //nolint:staticcheck // deprecated for cancel, which takes effect only later
	_ = w.w.Close()                          // its error is the cancellation
	return nil
}

// explainWrite is explain where only a bucket can be missing.
func explainWrite(err error) error {
	err = explain(err)
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrNoBucket
	}
	return err
}
