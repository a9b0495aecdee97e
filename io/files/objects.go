package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// objects is an object store: what the stores of this package do alike, given
// how one of them lists and describes objects.
type objects struct {
	scheme string // "gs"
	stat   func(ctx context.Context, uri string) (Info, error)
	// query lists the objects whose names start with prefix and are wanted. If
	// shallow, it leaves out those with a slash behind the prefix.
	query func(ctx context.Context, bucket, prefix string, shallow bool, want func(name string) bool) ([]Info, error)
}

// split takes gs://bucket/object apart. Nothing is decoded: an object's name
// is any text.
func (o objects) split(uri string) (bucket, name string, err error) {
	bucket, name, _ = strings.Cut(uri[len(o.scheme+"://"):], "/")
	if bucket == "" {
		return "", "", fmt.Errorf("no bucket is named: %s://bucket/name", o.scheme)
	}
	if hasMeta(bucket) {
		return "", "", errors.New("a bucket cannot be named by a pattern")
	}
	return bucket, name, nil
}

// splitFile is split for an operation on one object.
func (o objects) splitFile(uri string) (bucket, name string, err error) {
	bucket, name, err = o.split(uri)
	if err == nil && (name == "" || strings.HasSuffix(name, "/")) {
		err = errFolder
	}
	return bucket, name, err
}

func (o objects) glob(ctx context.Context, pattern string) ([]Info, error) {
	bucket, name, err := o.split(pattern)
	if err != nil {
		return nil, err
	}
	if name != "" && !strings.HasSuffix(name, "/") {
		info, err := o.stat(ctx, pattern)
		if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoBucket) {
			return []Info{info}, err
		}
	}
	infos, err := o.query(ctx, bucket, folderPrefix(name), true, func(name string) bool { return !hidden(path.Base(name)) })
	if err != nil || len(infos) > 0 {
		return infos, err
	}
	if !hasMeta(name) {
		return nil, errNoMatch()
	}
	return o.match(ctx, bucket, name)
}

// match returns the data objects that match a pattern. The service filters by
// what stands before the first wildcard.
func (o objects) match(ctx context.Context, bucket, pattern string) ([]Info, error) {
	if err := checkGlob(pattern); err != nil {
		return nil, err
	}
	infos, err := o.query(ctx, bucket, pattern[:strings.IndexAny(pattern, meta)], false, func(name string) bool { return matches(pattern, name) })
	if err == nil && len(infos) == 0 {
		err = errNoMatch()
	}
	return infos, err
}

func (o objects) list(ctx context.Context, dirURI string) ([]Info, error) {
	bucket, name, err := o.split(dirURI)
	if err != nil {
		return nil, err
	}
	return o.query(ctx, bucket, folderPrefix(name), false, func(name string) bool { return !isTemp(path.Base(name)) })
}

// folderPrefix returns what the names of the objects in a folder start with.
func folderPrefix(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		return name
	}
	return name + "/"
}

// objectFile reads one version of an object, so that an object that is
// replaced meanwhile gives an error and never a mix of old and new.
type objectFile struct {
	cancel context.CancelFunc
	info   Info
	read   func(p []byte, off int64) (int, error) // all of p, or an error
}

func (f *objectFile) Size() int64     { return f.info.Size }
func (f *objectFile) Version() string { return f.info.Version }

// Close ends the reads that are under way.
func (f *objectFile) Close() error {
	f.cancel()
	return nil
}

// ReadAt makes one range request.
func (f *objectFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, wrap("read", f.info.URI, errors.New("negative offset"))
	}
	if len(p) == 0 {
		return 0, nil
	}
	want := min(int64(len(p)), f.info.Size-off)
	if want <= 0 {
		return 0, io.EOF
	}
	n, err := f.read(p[:want], off)
	if err != nil {
		return n, wrap("read", f.info.URI, err)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// writerMark is the metadata by which a writer knows its own object again.
const writerMark = "beamcrop-writer"

var (
	errNoBucket = fmt.Errorf("the bucket does not exist: %w", fs.ErrNotExist)
	// errReplaced is no fs.ErrNotExist: the file was there, and may be again
	// with other content.
	errReplaced = errors.New("it was replaced or removed after it was opened")
)
