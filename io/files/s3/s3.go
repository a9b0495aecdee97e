package s3

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/io/files/bucket"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// backend is Amazon S3, or what speaks its protocol at AWS_ENDPOINT_URL. Its
// clients are made by the first calls.
type backend struct {
	mu      sync.Mutex
	http    *http.Client
	base    *s3.Client            // in the configured region
	buckets map[string]*s3.Client // each in its bucket's region
	closed  bool
	pauses  store.Pauses
}

// object is one object, with the client that reaches it.
type object struct {
	client      *s3.Client
	bucket, key *string
	uri         string
	pauses      store.Pauses
}

func (s *backend) objects() bucket.Objects {
	return bucket.Objects{Scheme: scheme, Stat: s.Stat, Query: s.query}
}

func (s *backend) object(ctx context.Context, uri string) (*object, error) {
	bucket, key, err := s.objects().SplitFile(uri)
	if err != nil {
		return nil, err
	}
	client, err := s.bucket(ctx, bucket)
	if err != nil {
		return nil, err
	}
	return &object{client: client, bucket: &bucket, key: &key, uri: uri, pauses: s.pauses}, nil
}

func (s *backend) Stat(ctx context.Context, uri string) (store.Info, error) {
	o, err := s.object(ctx, uri)
	if err != nil {
		return store.Info{}, err
	}
	info, _, err := o.stat(ctx)
	return info, err
}

// Stat returns also the object's metadata.
func (o *object) stat(ctx context.Context) (store.Info, map[string]string, error) {
	head, err := o.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: o.bucket, Key: o.key})
	if err != nil {
		return store.Info{}, nil, explain(o.client, err)
	}
	return infoOf(o.uri, head.ContentLength, head.ETag), head.Metadata, nil
}

func (s *backend) Remove(ctx context.Context, uri string) error {
	o, err := s.object(ctx, uri)
	if err != nil {
		return err
	}
	_, err = o.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: o.bucket, Key: o.key})
	err = explain(o.client, err)
	if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, store.ErrNoBucket) {
		return nil
	}
	return err
}

// infoOf takes the ETag for the version: listings have it, which a bucket's
// own version ids are not in, and reads and writes can be made to depend on it.
// It is a digest, so writing the same bytes again makes no new version.
func infoOf(uri string, size *int64, etag *string) store.Info {
	return store.Info{URI: uri, Size: aws.ToInt64(size), Version: aws.ToString(etag)}
}

func (s *backend) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.http != nil {
		s.http.CloseIdleConnections()
	}
	return nil
}
