package local

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

func (l backend) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
	prefix, name, err := l.split(pattern)
	if err != nil {
		return nil, err
	}
	fi, err := os.Stat(name)
	switch {
	case err == nil && fi.IsDir():
		return l.folder(ctx, prefix, name)
	case err == nil:
		info, err := l.Stat(ctx, pattern)
		return []store.Info{info}, err
	case errors.Is(err, fs.ErrNotExist) && store.HasMeta(name):
		return l.match(ctx, prefix, name)
	}
	return nil, bare(err, name)
}

// folder returns the data files directly in a folder.
func (l backend) folder(ctx context.Context, prefix, dir string) ([]store.Info, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, bare(err, dir)
	}
	var names []string
	for _, e := range entries {
		if !store.Hidden(e.Name()) {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	infos, err := l.regulars(ctx, prefix, names)
	if err == nil && len(infos) == 0 {
		err = store.ErrEmptyFolder
	}
	return infos, err
}

// match returns the data files that match a pattern.
func (l backend) match(ctx context.Context, prefix, pattern string) ([]store.Info, error) {
	if err := store.CheckGlob(pattern); err != nil {
		return nil, err
	}
	all, err := candidates(ctx, pattern)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range all {
		if store.Matches(filepath.ToSlash(pattern), filepath.ToSlash(name)) {
			names = append(names, name)
		}
	}
	infos, err := l.regulars(ctx, prefix, names)
	if err == nil && len(infos) == 0 {
		err = store.ErrNoMatch
	}
	return infos, err
}

// candidates returns the names among which those that match a pattern are.
func candidates(ctx context.Context, pattern string) (names []string, err error) {
	if !strings.Contains(pattern, store.AnyDepth) {
		return filepath.Glob(pattern)
	}
	before := filepath.Dir(filepath.ToSlash(pattern)[:strings.Index(pattern, store.AnyDepth)] + "x")
	folders, err := filepath.Glob(filepath.FromSlash(before))
	for _, folder := range folders {
		below := walk(ctx, folder, func(name string) error {
			names = append(names, filepath.Clean(name))
			return nil
		})
		err = errors.Join(err, below)
	}
	return names, err
}

// regulars describes those of the names that are regular files, through
// links. A link that leads nowhere is an error: input that was named but
// cannot be read must not be passed over.
func (backend) regulars(ctx context.Context, prefix string, names []string) ([]store.Info, error) {
	var infos []store.Info
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		fi, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if fi.Mode().IsRegular() {
			infos = append(infos, infoOf(prefix+name, fi))
		}
	}
	return infos, nil
}

func (l backend) List(ctx context.Context, dirURI string) ([]store.Info, error) {
	prefix, dir, err := l.split(dirURI)
	if err != nil {
		return nil, err
	}
	var infos []store.Info
	err = walk(ctx, dir, func(name string) error {
		if store.IsTemp(filepath.Base(name)) {
			return nil
		}
		fi, err := os.Stat(name)
		if err == nil && fi.Mode().IsRegular() {
			infos = append(infos, infoOf(prefix+name, fi))
		}
		return err
	})
	return infos, err
}

func (l backend) CleanTemps(ctx context.Context, dirURI string, ours func(name string) bool) error {
	_, dir, err := l.split(dirURI)
	if err != nil {
		return err
	}
	return walk(ctx, dir, func(name string) error {
		final, temp := finalName(name)
		if !temp {
			return nil
		}
		relative, err := filepath.Rel(dir, final)
		if err != nil || !ours(filepath.ToSlash(relative)) {
			return err
		}
		return os.Remove(name)
	})
}

// walk visits what is below a folder and is not a folder. Links to folders
// are not followed, except the folder itself. What goes away meanwhile, and
// a folder that is missing altogether, is passed over.
func walk(ctx context.Context, dir string, visit func(name string) error) error {
	// The "/." makes WalkDir look through a link to where it leads.
	root := dir + string(filepath.Separator) + "."
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && !d.IsDir() {
			err = visit(name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}
