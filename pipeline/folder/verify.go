package folder

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/printable"
)

// verifiers is how many shards are read at once.
const verifiers = 8

// verified is what a check of an output folder found.
type verified struct {
	shards, files int
	complete      bool
	problems      []string // one a damaged file, in the order of the shards
}

// Verify reads every file of the shards in an output folder and compares it with
// its sidecar, and says on to what is damaged. Damage is an error with exit code 1
// (joberror.Find).
func Verify(ctx context.Context, output string, to io.Writer) error {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	v, err := verify(ctx, store, output)
	if err != nil {
		return err
	}
	for _, problem := range v.problems {
		fmt.Fprintln(to, printable.Line(problem)) //nolint:errcheck // as for all that is printed
	}
	if n := len(v.problems); n > 0 {
		return joberror.Failedf("%s: %d %s damaged or gone: remove what is left, and run the job's command again, which makes the shards anew",
			output, n, figures.Plural(int64(n), "file is", "files are"))
	}
	text := fmt.Sprintf("%s: the %d files of %d %s are as they were written", output, v.files, v.shards, figures.Plural(int64(v.shards), "shard", "shards"))
	if !v.complete {
		text += "; the job is not complete"
	}
	fmt.Fprintln(to, printable.Line(text)) //nolint:errcheck // as for all that is printed
	return nil
}

func verify(ctx context.Context, store *files.Files, output string) (verified, error) {
	there, err := look(ctx, store, output)
	if err != nil {
		return verified{}, err
	}
	if !there.used() {
		return verified{}, joberror.Usagef("%s holds no output of beamcrop: there is no %s in it", output, shards.ManifestName)
	}
	sides, v, err := there.sidecars(ctx)
	if err != nil {
		return v, err
	}
	found := make([][]string, len(sides))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(verifiers)
	for i, side := range sides {
		v.files += len(side.Files())
		group.Go(func() error {
			damaged, err := side.Damaged(ctx, store, output)
			for _, entry := range damaged {
				found[i] = append(found[i], there.damage(entry))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return v, joberror.Failedf("reading the output: %w", err)
	}
	v.problems = append(v.problems, slices.Concat(found...)...)
	return v, nil
}

// sidecars reads the sidecars of the job's shards. Those that are damaged, or gone
// though the manifest has their shards, count as damaged files.
func (f folder) sidecars(ctx context.Context) ([]shards.Sidecar, verified, error) {
	v := verified{complete: f.manifest.Complete}
	names := map[string]bool{}
	for name := range f.files {
		if shards.IsSidecar(name) && f.manifest.Accounts(name) {
			names[name] = true
		}
	}
	for i := range f.manifest.Shards {
		names[shards.SidecarName(i, len(f.manifest.Shards))] = true
	}
	var sides []shards.Sidecar
	for _, name := range slices.Sorted(maps.Keys(names)) {
		v.shards++
		v.files++
		if _, ok := f.files[name]; !ok {
			v.problems = append(v.problems, name+": is gone")
			continue
		}
		data, err := f.store.ReadFile(ctx, files.Join(f.output, name))
		if err != nil {
			return nil, v, joberror.Failedf("reading the output: %w", err)
		}
		side, err := shards.DecodeSidecar(data)
		if err != nil {
			v.problems = append(v.problems, fmt.Sprintf("%s: is damaged: %s", name, strings.TrimPrefix(err.Error(), "sidecar: ")))
			continue
		}
		if side.Fingerprint != f.manifest.Fingerprint {
			v.shards, v.files = v.shards-1, v.files-1 // an earlier job's, which is being replaced
			continue
		}
		sides = append(sides, side)
	}
	return sides, v, nil
}

// damage says what is wrong with a file that is not as its sidecar has it.
func (f folder) damage(entry shards.FileEntry) string {
	info, ok := f.files[entry.Name]
	switch {
	case !ok:
		return entry.Name + ": is gone"
	case info.Size != entry.Size:
		return fmt.Sprintf("%s: has %d bytes, not the %d that were written", entry.Name, info.Size, entry.Size)
	}
	return entry.Name + ": has other content than was written, though as many bytes"
}
