package folder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// An output that no folder can be made of is said to be that, by its name.
func TestOutputThatIsNoFolder(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ output, says string }{
		"a file":                     {file, file + " is a file, not a folder"},
		"below a file":               {filepath.Join(file, "out"), file + " is a file, not a folder"},
		"a link that leads nowhere":  {link, link + " is a link that leads nowhere"},
		"below a link to nowhere":    {filepath.Join(link, "out"), link + " is a link that leads nowhere"},
		"a URI of a file":            {"file://" + file, file + " is a file, not a folder"},
		"a file, with a slash after": {file + "/", file + " is a file, not a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Claim(t.Context(), files.New(), c.output, false, ours("now", "f"))
			line, code, _ := joberror.Find(err)
			if code != joberror.Usage || !strings.Contains(line, c.says) {
				t.Errorf("%v, want exit code 2 and %q", err, c.says)
			}
		})
	}
}
