package files

import (
	"context"
	"errors"
	"strings"

	"cloud.google.com/go/storage"
	"google.golang.org/api/iterator"
)

func (g *gs) glob(ctx context.Context, pattern string) ([]Info, error) {
	return g.objects().glob(ctx, pattern)
}

func (g *gs) list(ctx context.Context, dirURI string) ([]Info, error) {
	return g.objects().list(ctx, dirURI)
}

// query lists objects and keeps those whose name is wanted. Names that end in
// a slash are the folder markers that consoles make.
func (g *gs) query(ctx context.Context, bucket, prefix string, shallow bool, want func(name string) bool) ([]Info, error) {
	b, err := g.bucket(bucket)
	if err != nil {
		return nil, err
	}
	q := &storage.Query{Prefix: prefix}
	if shallow {
		q.Delimiter = "/"
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
