package gs

import (
	"context"
	"errors"
	"strings"

	"cloud.google.com/go/storage"
	"google.golang.org/api/iterator"

	"github.com/beamcrop/beamcrop/io/files/store"
)

func (g *backend) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
	return g.objects().Glob(ctx, pattern)
}

func (g *backend) List(ctx context.Context, dirURI string) ([]store.Info, error) {
	return g.objects().List(ctx, dirURI)
}

// query lists objects and keeps those whose name is wanted. Names that end in
// a slash are the folder markers that consoles make.
func (g *backend) query(ctx context.Context, bucket, prefix string, shallow bool, want func(name string) bool) ([]store.Info, error) {
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
	var infos []store.Info
	for it := b.Objects(ctx, q); ; {
		attrs, err := it.Next()
		if errors.Is(err, iterator.Done) {
			return infos, nil
		}
		if err != nil {
			return nil, explain(err)
		}
		if attrs.Prefix == "" && !strings.HasSuffix(attrs.Name, "/") && want(attrs.Name) {
			infos = append(infos, infoOf(bucket, attrs))
		}
	}
}
