package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// outputError says what the user can do about an output folder that could not be
// read or made. Where a file, or a link that leads nowhere, stands in its place or
// above it, the operating system tells of a name below, so it is looked for.
func outputError(output string, failure error) error {
	if !errors.Is(failure, syscall.ENOTDIR) && !errors.Is(failure, fs.ErrExist) {
		return joberror.Usagef("--output: %w", failure)
	}
	for path := filepath.Clean(strings.TrimPrefix(output, "file://")); ; path = filepath.Dir(path) {
		info, err := os.Lstat(path)
		switch {
		case err == nil && info.Mode().IsRegular():
			return joberror.Usagef("--output: %s is a file, not a folder: choose another --output", path)
		case err == nil && info.Mode()&fs.ModeSymlink != 0 && leadsNowhere(path):
			return joberror.Usagef("--output: %s is a link that leads nowhere: remove it, or choose another --output", path)
		case path == filepath.Dir(path):
			return joberror.Usagef("--output: %w", failure)
		}
	}
}

func leadsNowhere(link string) bool {
	_, err := os.Stat(link)
	return errors.Is(err, fs.ErrNotExist)
}
