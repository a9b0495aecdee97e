// Package bucket is what the object stores of io/files do alike: they take a
// URI apart into a bucket and an object, and find folders and patterns among
// names that have no folders.
//
// It imports io/files/store and the standard library; each object store gives
// it two functions, and no store is known to it.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// Objects is an object store: what those do alike, given how one of them lists
// and describes objects.
type Objects struct {
	Scheme string // "gs"
	Stat   func(ctx context.Context, uri string) (store.Info, error)
	// Query lists the objects whose names start with prefix and are wanted. If
	// shallow, it leaves out those with a slash behind the prefix.
	Query func(ctx context.Context, bucket, prefix string, shallow bool, want func(name string) bool) ([]store.Info, error)
}

// Split takes gs://bucket/object apart. Nothing is decoded: an object's name
// is any text.
func (o Objects) Split(uri string) (bucket, name string, err error) {
	bucket, name, _ = strings.Cut(uri[len(o.Scheme+"://"):], "/")
	if bucket == "" {
		return "", "", fmt.Errorf("no bucket is named: %s://bucket/name", o.Scheme)
	}
	if store.HasMeta(bucket) {
		return "", "", errors.New("a bucket cannot be named by a pattern")
	}
	return bucket, name, nil
}

// SplitFile is Split for an operation on one object.
func (o Objects) SplitFile(uri string) (bucket, name string, err error) {
	bucket, name, err = o.Split(uri)
	if err == nil && (name == "" || strings.HasSuffix(name, "/")) {
		err = store.ErrFolder
	}
	return bucket, name, err
}

// Glob is that of a store.
func (o Objects) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
	bucket, name, err := o.Split(pattern)
	if err != nil {
		return nil, err
	}
	if name != "" && !strings.HasSuffix(name, "/") {
		info, err := o.Stat(ctx, pattern)
		if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrNoBucket) {
			return []store.Info{info}, err
		}
	}
	infos, err := o.Query(ctx, bucket, FolderPrefix(name), true, func(name string) bool { return !store.Hidden(path.Base(name)) })
	if err != nil || len(infos) > 0 {
		return infos, err
	}
	if !store.HasMeta(name) {
		return nil, store.ErrNoMatch
	}
	return o.match(ctx, bucket, name)
}

// match returns the data objects that match a pattern. The service filters by
// what stands before the first wildcard.
func (o Objects) match(ctx context.Context, bucket, pattern string) ([]store.Info, error) {
	if err := store.CheckGlob(pattern); err != nil {
		return nil, err
	}
	infos, err := o.Query(ctx, bucket, pattern[:strings.IndexAny(pattern, store.Meta)], false, func(name string) bool { return store.Matches(pattern, name) })
	if err == nil && len(infos) == 0 {
		err = store.ErrNoMatch
	}
	return infos, err
}

// List is that of a store.
func (o Objects) List(ctx context.Context, dirURI string) ([]store.Info, error) {
	bucket, name, err := o.Split(dirURI)
	if err != nil {
		return nil, err
	}
	return o.Query(ctx, bucket, FolderPrefix(name), false, func(name string) bool { return !store.IsTemp(path.Base(name)) })
}

// FolderPrefix returns what the names of the objects in a folder start with.
func FolderPrefix(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		return name
	}
	return name + "/"
}

// WriterMark is the metadata by which a writer knows its own object again.
const WriterMark = "beamcrop-writer"
