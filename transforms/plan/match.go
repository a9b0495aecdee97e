package plan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// Match lists the files that the patterns name, each once, in the order of
// their names. They are of the format given; without one, each of that which
// its name tells, or else its first bytes.
//
// Of a folder only files with a format's ending (rows.FormatOf) count, and it
// must be one format: datasets lie beside their README and other files.
//
// What a run may write into the output folder is no input, so that a command
// whose patterns match its own output means the same each time.
func Match(ctx context.Context, store *files.Files, patterns []string, format, output string) ([]workplan.File, error) {
	var matched []workplan.File
	seen := map[string]bool{}
	for _, pattern := range patterns {
		found, err := list(ctx, store, pattern)
		if err != nil {
			return nil, joberror.Usagef("--input: %w%s", err, hint(pattern, err))
		}
		if found, err = dropOutput(pattern, found, output); err != nil {
			return nil, joberror.Usagef("--input: %w", err)
		}
		if found, err = dataFiles(pattern, found, format); err != nil {
			return nil, joberror.Usagef("--input: %w", err)
		}
		for _, info := range found {
			if !seen[info.URI] {
				seen[info.URI] = true
				matched = append(matched, workplan.File{URI: info.URI, Size: info.Size, Version: info.Version, Format: format, Constants: constantsBelow(pattern, info.URI)})
			}
		}
	}
	for i := range matched {
		if err := findFormat(ctx, store, &matched[i]); err != nil {
			return nil, joberror.Usagef("%w", err)
		}
	}
	slices.SortFunc(matched, func(a, b workplan.File) int { return strings.Compare(a.URI, b.URI) })
	nameRelative(matched)
	shareConstants(matched)
	return matched, nil
}

// dropOutput leaves out the files that a run writes into its output folder.
func dropOutput(pattern string, found []files.Info, output string) ([]files.Info, error) {
	if output == "" {
		return found, nil
	}
	left := slices.DeleteFunc(found, func(info files.Info) bool {
		name, within := files.Within(output, info.URI)
		return within && shards.IsOutput(name)
	})
	if len(left) == 0 {
		return nil, fmt.Errorf("%s matches only files that beamcrop writes into --output=%s: choose another --output", pattern, output)
	}
	return left, nil
}

// findFormat says of which format a file is, unless that was said.
func findFormat(ctx context.Context, store *files.Files, f *workplan.File) error {
	if f.Format == "" {
		f.Format = rows.FormatOf(files.Plain(f.URI))
	}
	if f.Format != "" {
		return nil
	}
	file, err := store.Open(ctx, f.URI)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	f.Format, err = rows.Sniff(file)
	return rows.In(f.URI, err)
}

// dataFiles drops what else lies in a folder, if the pattern names one.
func dataFiles(pattern string, found []files.Info, format string) ([]files.Info, error) {
	if folder := files.Plain(found[0].URI) != files.Plain(files.Join(pattern)) && !strings.ContainsAny(pattern, "*?["); !folder {
		return found, nil
	}
	of := map[string]string{} // the formats there are, each with one of its files
	data := slices.DeleteFunc(found, func(info files.Info) bool {
		own := rows.FormatOf(files.Plain(info.URI))
		if own == "" || format != "" && own != format {
			return true
		}
		of[own] = info.URI
		return false
	})
	switch {
	case len(data) == 0:
		return nil, fmt.Errorf("the folder %s holds no %s file: name files of other endings by a glob, such as %s/*", pattern, orAny(format), files.Join(pattern))
	case len(of) == 2 && of[rows.FormatParquet] != "" && of[rows.FormatWebDataset] != "":
		return nil, fmt.Errorf("the folder %s holds pictures in .tar files and .parquet files beside them, as img2dataset leaves them: say --input_format=webdataset to take the pictures, or --input_format=parquet to download them again by their links", pattern)
	case len(of) > 1:
		known := slices.Sorted(maps.Keys(of))
		return nil, fmt.Errorf("the folder %s holds files of several formats, %s: say which with --input_format, or name files by a glob", pattern, strings.Join(known, " and "))
	}
	return data, nil
}

func orAny(format string) string {
	if format == "" {
		names := rows.Formats()
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " or " + names[last]
	}
	return format
}

// nameRelative names files relative to the folder that they have in common,
// without their revision or query, unless nothing else tells them apart.
func nameRelative(matched []workplan.File) {
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

// Digest sums up which files a job reads, in which versions and formats, wherever
// they lie.
func Digest(matched []workplan.File) string {
	return digest(matched, func(f workplan.File) string { return f.Version })
}

// ContentDigest is Digest, but goes by content where Identify found it out.
func ContentDigest(matched []workplan.File) string {
	return digest(matched, func(f workplan.File) string { return cmp.Or(f.Content, f.Version) })
}

func digest(matched []workplan.File, is func(workplan.File) string) string {
	h := sha256.New()
	for _, f := range matched {
		fmt.Fprintf(h, "%q %d %q %s\n", f.Name, f.Size, is(f), f.Format) //nolint:errcheck // a hash never fails
		for _, k := range f.Constants {
			fmt.Fprintf(h, "%q %s %q %t\n", k.Name, k.Type, k.Text, k.Null) //nolint:errcheck // likewise
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
