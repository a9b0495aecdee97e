package dist

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// File is a file of an archive.
type File struct {
	Name       string // with slashes
	Data       []byte
	Executable bool
}

// modified is the time of every file in an archive, so that the archives of one
// commit are the same bytes whenever they are made.
var modified = time.Date(2020, 2, 2, 0, 0, 0, 0, time.UTC)

func (f File) mode() os.FileMode {
	if f.Executable {
		return 0o755
	}
	return 0o644
}

// WriteSums writes the SHA-256 of the named files of a folder into SHA256SUMS
// there, in the form that sha256sum --check reads.
func WriteSums(folder string, names []string) error {
	var text strings.Builder
	for _, name := range slices.Sorted(slices.Values(names)) {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return fmt.Errorf("reading %s for its checksum: %w", name, err)
		}
		sum := sha256.Sum256(data)
		text.WriteString(hex.EncodeToString(sum[:]) + "  " + name + "\n")
	}
	if err := os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("writing the checksums: %w", err)
	}
	return nil
}
