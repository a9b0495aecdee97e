package gs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	"github.com/beamcrop/beamcrop/io/files/bucket"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// attempts bounds the tries of one request to Cloud Storage. With the
// client's back-off, a random part of a time that doubles from 1 s to 30 s, they
// span half a minute or more, a minute on average; the client's own default is to
// try for ever.
const attempts = 9

// backend is Google Cloud Storage. Its client is made by the first call.
type backend struct {
	mu     sync.Mutex
	client *storage.Client
	closed bool
}

// bucket returns a handle on a bucket.
func (g *backend) bucket(name string) (*storage.BucketHandle, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, errors.New("files is closed")
	}
	if g.client == nil {
		client, err := newClient()
		if err != nil {
			return nil, fmt.Errorf("making the Cloud Storage client: %w", err)
		}
		g.client = client
	}
	return g.client.Bucket(name), nil
}

// newClient makes a client whose life is that of the process: no caller's
// context goes into it, since Beam cancels each bundle's and the client keeps
// what it is given for refreshing tokens.
//
// Reads go through the JSON API as all else does, so that there is one host
// to reach, which for an emulator is the only one there is. Every request is
// retried on transient errors: all of them are safe to repeat, as an object is
// always written whole and removing a missing one is no error.
func newClient() (*storage.Client, error) {
	opts := []option.ClientOption{storage.WithJSONReads()}
	if os.Getenv("STORAGE_EMULATOR_HOST") != "" {
		opts = append(opts, option.WithoutAuthentication())
	}
	client, err := storage.NewClient(context.Background(), opts...)
	if err != nil {
		return nil, err
	}
	client.SetRetry(storage.WithPolicy(storage.RetryAlways), storage.WithMaxAttempts(attempts))
	return client, nil
}

func (g *backend) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	if g.client == nil {
		return nil
	}
	client := g.client
	g.client = nil
	return client.Close()
}

func (g *backend) objects() bucket.Objects {
	return bucket.Objects{Scheme: scheme, Stat: g.Stat, Query: g.query}
}

// object returns a handle on the object of a URI.
func (g *backend) object(uri string) (*storage.ObjectHandle, error) {
	bucket, name, err := g.objects().SplitFile(uri)
	if err != nil {
		return nil, err
	}
	b, err := g.bucket(bucket)
	if err != nil {
		return nil, err
	}
	return b.Object(name), nil
}

func (g *backend) Stat(ctx context.Context, uri string) (store.Info, error) {
	o, err := g.object(uri)
	if err != nil {
		return store.Info{}, err
	}
	attrs, err := o.Attrs(ctx)
	if err != nil {
		return store.Info{}, explain(err)
	}
	return infoOf(o.BucketName(), attrs), nil
}

func (g *backend) Remove(ctx context.Context, uri string) error {
	o, err := g.object(uri)
	if err != nil {
		return err
	}
	err = explain(o.Delete(ctx))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func infoOf(bucket string, attrs *storage.ObjectAttrs) store.Info {
	return store.Info{URI: scheme + "://" + bucket + "/" + attrs.Name, Size: attrs.Size, Version: versionOf(attrs)}
}

// versionOf is the object's generation, new with every write of it.
func versionOf(attrs *storage.ObjectAttrs) string {
	return strconv.FormatInt(attrs.Generation, 10)
}

// explain says in the terms of package fs what the service answered.
func explain(err error) error {
	if errors.Is(err, storage.ErrBucketNotExist) {
		return store.ErrNoBucket
	}
	var answer *googleapi.Error
	if !errors.As(err, &answer) {
		return err
	}
	switch {
	case answer.Code == http.StatusForbidden:
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	case answer.Code != http.StatusNotFound:
		return err
	case strings.Contains(answer.Message, "bucket does not exist"):
		return store.ErrNoBucket
	}
	return fs.ErrNotExist
}
