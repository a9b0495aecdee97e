package plan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

// TestPartitions matches folders of folders, as Spark leaves them.
func TestPartitions(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"hive/_SUCCESS", "hive/.hidden=1/c.csv", "hive/lang=de/a.csv", "hive/lang=en/year=2020/b.csv", "hive/lang=en/.b.csv.crc", "hive/_tmp=0/d.csv",
		"mixed/x.csv", "mixed/lang=en/y.csv", "noted/README.md", "noted/lang=en/z.csv", "splits/train/a.csv", "splits/test/b.csv", "bare/a/readme.txt",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("url\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for pattern, want := range map[string]string{
		"hive":         "lang=de/a.csv lang=en/year=2020/b.csv",
		"hive/":        "lang=de/a.csv lang=en/year=2020/b.csv",
		"hive/lang=en": "b.csv",
		"mixed":        "x.csv",
		"noted":        "z.csv",
		"splits":       "holds files only in folders of its own, such as " + filepath.Join(dir, "splits/test/b.csv") + ": name them by a glob",
		"bare":         "holds no file",
		"missing":      "no such file",
	} {
		t.Run(pattern, func(t *testing.T) {
			matched, err := Match(t.Context(), files.New(), []string{dir + "/" + pattern}, "", "")
			var names []string
			for _, f := range matched {
				names = append(names, f.Name)
			}
			if got := strings.Join(names, " "); err == nil && got != want || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("got %q, %v; want %q", got, err, want)
			}
		})
	}
}
