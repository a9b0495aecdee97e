package files

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"cloud.google.com/go/storage"
	"google.golang.org/api/iterator"
)

func (g *gs) glob(ctx context.Context, pattern string) ([]Info, error) {
	bucket, name, err := g.split(pattern)
	if err != nil {
		return nil, err
	}
	if name != "" && !strings.HasSuffix(name, "/") {
		info, err := g.stat(ctx, pattern)
		if !errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoBucket) {
			return []Info{info}, err
		}
	}
	infos, err := g.folder(ctx, bucket, folderPrefix(name))
	if err != nil || len(infos) > 0 {
		return infos, err
	}
	if !hasMeta(name) {
		return nil, errNoMatch()
	}
	return g.match(ctx, bucket, name)
}

// folder returns the data objects directly in a folder.
func (g *gs) folder(ctx context.Context, bucket, prefix string) ([]Info, error) {
	query := &storage.Query{Prefix: prefix, Delimiter: "/"}
	return g.query(ctx, bucket, query, func(name string) bool { return !hidden(path.Base(name)) })
}

// match returns the data objects that match a pattern. The service filters by
// what stands before the first wildcard.
func (g *gs) match(ctx context.Context, bucket, pattern string) ([]Info, error) {
	if err := checkGlob(pattern); err != nil {
		return nil, err
	}
	query := &storage.Query{Prefix: pattern[:strings.IndexAny(pattern, meta)]}
	infos, err := g.query(ctx, bucket, query, func(name string) bool {
		ok, err := path.Match(pattern, name)
		return ok && err == nil && seen(pattern, name)
	})
	if err == nil && len(infos) == 0 {
		err = errNoMatch()
	}
	return infos, err
}

func (g *gs) list(ctx context.Context, dirURI string) ([]Info, error) {
	bucket, name, err := g.split(dirURI)
	if err != nil {
		return nil, err
	}
	query := &storage.Query{Prefix: folderPrefix(name)}
	return g.query(ctx, bucket, query, func(name string) bool { return !isTemp(path.Base(name)) })
}

// folderPrefix returns what the names of the objects in a folder start with.
func folderPrefix(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		return name
	}
	return name + "/"
}

// query lists objects and keeps those whose name is wanted. Names that end in
// a slash are the folder markers that consoles make.
func (g *gs) query(ctx context.Context, bucket string, q *storage.Query, want func(name string) bool) ([]Info, error) {
	b, err := g.bucket(bucket)
	if err != nil {
		return nil, err
	}
	if err := q.SetAttrSelection([]string{"Name", "Size", "Generation"}); err != nil {
		return nil, err
	}
	var infos []Info
	for it := b.Objects(ctx, q); ; {
		attrs, err := it.Next()
		if errors.Is(err, iterator.Done) {
			return infos, nil
		}
		if err != nil {
			return nil, gsError(err)
		}
		if attrs.Prefix == "" && !strings.HasSuffix(attrs.Name, "/") && want(attrs.Name) {
			infos = append(infos, gsInfo(bucket, attrs))
		}
	}
}
