package plan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
)

// list lists the files that a pattern matches. Of a folder that holds none itself, but
// folders such as lang=en, these are the files in those folders: so do Hive, Spark
// and DuckDB write partitions. Any other folder below may be another dataset.
func list(ctx context.Context, store *files.Files, pattern string) ([]files.Info, error) {
	found, err := store.Glob(ctx, pattern)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || strings.ContainsAny(pattern, "*?[") || slices.ContainsFunc(found, isData) {
		return found, err
	}
	if err == nil && files.Plain(found[0].URI) == files.Plain(files.Join(pattern)) {
		return found, nil // it is a file
	}
	below, globErr := store.Glob(ctx, files.Join(pattern, "**"))
	below = slices.DeleteFunc(below, func(f files.Info) bool { return !isData(f) })
	if globErr != nil || len(below) == 0 {
		return found, err
	}
	partitions := slices.DeleteFunc(slices.Clone(below), func(f files.Info) bool { return !isPartition(pattern, f.URI) })
	if len(partitions) == 0 {
		return nil, fmt.Errorf("the folder %s holds files only in folders of its own, such as %s: name them by a glob, such as %s", pattern, files.Plain(below[0].URI), files.Join(pattern, "**"))
	}
	return partitions, nil
}

func isData(f files.Info) bool { return rows.FormatOf(files.Plain(f.URI)) != "" }

// isPartition says whether a file lies in a folder named KEY=VALUE of a folder.
func isPartition(folder, uri string) bool {
	name, within := files.Within(folder, uri)
	first, _, below := strings.Cut(name, "/")
	return within && below && strings.IndexByte(first, '=') > 0
}
