package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

// Match lists the files that the patterns name, each once, in the order of
// their names. Of a folder only its .parquet files count: datasets lie beside
// their README and other files.
func Match(ctx context.Context, store *files.Files, patterns []string) ([]shard.File, error) {
	var matched []shard.File
	seen := map[string]bool{}
	for _, pattern := range patterns {
		found, err := store.Glob(ctx, pattern)
		if err != nil {
			return nil, joberror.Usagef("--input: %w", err)
		}
		if found, err = dataFiles(pattern, found); err != nil {
			return nil, joberror.Usagef("--input: %w", err)
		}
		for _, info := range found {
			if !seen[info.URI] {
				seen[info.URI] = true
				matched = append(matched, shard.File{URI: info.URI, Size: info.Size, Version: info.Version})
			}
		}
	}
	slices.SortFunc(matched, func(a, b shard.File) int { return strings.Compare(a.URI, b.URI) })
	nameRelative(matched)
	return matched, nil
}

// dataFiles drops what else lies in a folder, if the pattern names one.
func dataFiles(pattern string, found []files.Info) ([]files.Info, error) {
	if folder := files.Plain(found[0].URI) != files.Plain(files.Join(pattern)) && !strings.ContainsAny(pattern, "*?["); !folder {
		return found, nil
	}
	data := slices.DeleteFunc(found, func(info files.Info) bool { return !strings.HasSuffix(info.URI, ".parquet") })
	if len(data) == 0 {
		return nil, fmt.Errorf("the folder %s holds no .parquet file: name files of other endings by a glob, such as %s/*", pattern, files.Join(pattern))
	}
	return data, nil
}

// nameRelative names files relative to the folder that they have in common,
// without their revision or query, unless nothing else tells them apart.
func nameRelative(matched []shard.File) {
	uris := make([]string, len(matched))
	plain := map[string]bool{}
	for i, f := range matched {
		uris[i] = files.Plain(f.URI)
		plain[uris[i]] = true
	}
	if len(plain) < len(matched) {
		for i, f := range matched {
			uris[i] = f.URI
		}
	}
	folder := func(uri string) string { return uri[:strings.LastIndexByte(uri, '/')+1] }
	common := folder(uris[0])
	for _, uri := range uris {
		for !strings.HasPrefix(uri, common) {
			common = folder(strings.TrimSuffix(common, "/"))
		}
	}
	for i := range matched {
		matched[i].Name = strings.TrimPrefix(uris[i], common)
	}
}

// Digest sums up which files a job reads, in which versions, wherever they lie.
func Digest(matched []shard.File) string {
	h := sha256.New()
	for _, f := range matched {
		fmt.Fprintf(h, "%q %d %q\n", f.Name, f.Size, f.Version) //nolint:errcheck // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}
