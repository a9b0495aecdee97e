package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/io/files/store"
)

func (s *backend) Open(ctx context.Context, uri string) (store.File, error) {
	o, err := s.object(ctx, uri)
	if err != nil {
		return nil, err
	}
	info, _, err := o.stat(ctx)
	if err != nil {
		return nil, err
	}
	read := func(ctx context.Context, p []byte, off int64) (int, error) {
		return o.readRange(ctx, info.Version, p, off)
	}
	return store.NewRangeFile(ctx, info, info.URI, read), nil
}

// readRange fills p. The SDK retries a request until its answer starts; from
// there on, an answer that breaks off is taken up where it ended.
func (o *object) readRange(ctx context.Context, etag string, p []byte, off int64) (n int, err error) {
	for attempt := range store.Attempts {
		var m int
		m, err = o.readOnce(ctx, etag, p[n:], off+int64(n))
		n += m
		if err == nil || answered(err) || ctx.Err() != nil {
			return n, err
		}
		if err := store.Sleep(ctx, o.pauses(attempt)); err != nil {
			return n, err
		}
	}
	return n, err
}

func (o *object) readOnce(ctx context.Context, etag string, p []byte, off int64) (int, error) {
	span := fmt.Sprintf("bytes=%d-%d", off, off+int64(len(p))-1)
	answer, err := o.client.GetObject(ctx, &s3.GetObjectInput{Bucket: o.bucket, Key: o.key, Range: &span, IfMatch: &etag})
	if err != nil {
		return 0, explainRead(o.client, err)
	}
	n, err := io.ReadFull(answer.Body, p)
	return n, errors.Join(err, answer.Body.Close())
}

// explainRead tells of a version that is gone.
func explainRead(client *s3.Client, err error) error {
	told := explain(client, err)
	if errors.Is(told, fs.ErrNotExist) || errors.Is(told, store.ErrChanged) {
		return store.ErrReplaced
	}
	return told
}

// answered says whether an error is the service's answer, which the SDK has
// retried already if that helps.
func answered(err error) bool {
	var answer *awshttp.ResponseError
	return errors.As(err, &answer) || errors.Is(err, store.ErrReplaced) || errors.Is(err, fs.ErrPermission)
}
