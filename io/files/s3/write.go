package s3

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/beamcrop/beamcrop/io/files/bucket"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	// partSize is what a Writer sends in one request and holds in memory to send
	// it again, in bytes. The service allows 10,000 parts, so 80 GB a file.
	partSize = 8 << 20
	// abortWithin bounds an abort, which goes on when its context is done.
	abortWithin = 15 * time.Second
)

// writer uploads one object: a small one in one request, a larger one in
// parts, which the service joins and shows on the last request. (The SDK's
// upload manager reads from a Reader in goroutines of its own, and aborts with
// a context that is done already when the reason is just that.)
type writer struct {
	ctx    context.Context
	o      *object
	must   store.Condition
	mark   string
	buf    bytes.Buffer
	upload *string // nil before the first part
	parts  []types.CompletedPart
}

func (s *backend) Create(ctx context.Context, uri string, must store.Condition) (store.Writer, error) {
	o, err := s.object(ctx, uri)
	if err != nil {
		return nil, err
	}
	return &writer{ctx: ctx, o: o, must: must, mark: rand.Text()}, nil
}

func (w *writer) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		if err := w.ctx.Err(); err != nil {
			return n, err
		}
		if w.buf.Len() == partSize { // not before there is more: the last part is Commit's
			if err := w.sendPart(); err != nil {
				return n, err
			}
		}
		m, _ := w.buf.Write(p[:min(len(p), partSize-w.buf.Len())])
		n, p = n+m, p[m:]
	}
	return n, nil
}

// sendPart sends what is in the buffer.
func (w *writer) sendPart() error {
	if w.upload == nil {
		made, err := w.o.client.CreateMultipartUpload(w.ctx, &s3.CreateMultipartUploadInput{
			Bucket: w.o.bucket, Key: w.o.key, Metadata: map[string]string{bucket.WriterMark: w.mark}, ChecksumAlgorithm: w.checksum(),
		})
		if err != nil {
			return w.explain(err)
		}
		w.upload = made.UploadId
	}
	number := aws.Int32(int32(len(w.parts) + 1)) //nolint:gosec // the service refuses the 10,001st
	sent, err := w.o.client.UploadPart(w.ctx, &s3.UploadPartInput{
		Bucket: w.o.bucket, Key: w.o.key, UploadId: w.upload, PartNumber: number, ChecksumAlgorithm: w.checksum(), Body: bytes.NewReader(w.buf.Bytes()),
	})
	if err != nil {
		return w.explain(err)
	}
	w.parts = append(w.parts, types.CompletedPart{PartNumber: number, ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32})
	w.buf.Reset()
	return nil
}

// checksum is what the SDK protects each part with, which the service wants to
// hear before the first. AWS_REQUEST_CHECKSUM_CALCULATION=when_required turns
// it off, for services that know none.
func (w *writer) checksum() types.ChecksumAlgorithm {
	if w.o.client.Options().RequestChecksumCalculation == aws.RequestChecksumCalculationWhenRequired {
		return ""
	}
	return types.ChecksumAlgorithmCrc32
}

func (w *writer) Commit() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	err := w.finish()
	if !errors.Is(err, store.ErrChanged) {
		return err
	}
	// Either somebody else wrote the object, or this writer did, and the SDK
	// asked again because the answer got lost.
	_, metadata, statErr := w.o.stat(w.ctx)
	if statErr == nil && metadata[bucket.WriterMark] == w.mark {
		w.upload = nil
		return nil
	}
	return err
}

func (w *writer) finish() error {
	var ifMatch, ifNoneMatch *string
	switch {
	case w.must.Any:
	case w.must.Version == "":
		ifNoneMatch = aws.String("*")
	default:
		ifMatch = &w.must.Version
	}
	if w.upload == nil {
		_, err := w.o.client.PutObject(w.ctx, &s3.PutObjectInput{
			Bucket: w.o.bucket, Key: w.o.key, Metadata: map[string]string{bucket.WriterMark: w.mark},
			Body: bytes.NewReader(w.buf.Bytes()), IfMatch: ifMatch, IfNoneMatch: ifNoneMatch,
		})
		return w.explain(err)
	}
	if err := w.sendPart(); err != nil {
		return err
	}
	_, err := w.o.client.CompleteMultipartUpload(w.ctx, &s3.CompleteMultipartUploadInput{
		Bucket: w.o.bucket, Key: w.o.key, UploadId: w.upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: w.parts},
		IfMatch: ifMatch, IfNoneMatch: ifNoneMatch,
	})
	if err == nil {
		w.upload = nil
	}
	return w.explain(err)
}

// Abort tells the service to forget the parts. Should that fail, they stay
// unseen until CleanTemps finds them.
func (w *writer) Abort() error {
	w.buf = bytes.Buffer{}
	if w.upload == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), abortWithin)
	defer cancel()
	upload := w.upload
	w.upload = nil
	return abort(ctx, w.o.client, w.o.bucket, w.o.key, upload)
}

// explain is explain where the object that is missing is one to be replaced.
func (w *writer) explain(err error) error {
	err = explain(w.o.client, err)
	if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, store.ErrNoBucket) {
		return store.ErrChanged
	}
	return err
}
