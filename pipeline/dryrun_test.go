package pipeline

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Beam has an --update of its own.
var update = flag.Bool("update_golden", false, "write the golden files anew")

// faces writes a folder of two files in FaceCaption-15M's schema. Nothing
// listens at its links.
func faces(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for part, n := range []int{30, 12} {
		list := make([]facecaption.Row, n)
		for i := range list {
			box := fmt.Sprintf("[%d, 20, %d, 180]", i, i+120)
			list[i] = facecaption.Row{
				ID: fmt.Sprint(i), URL: fmt.Sprintf("https://host%d.invalid/%d/%d.jpg", i%7%3, part, i),
				Caption: []string{fmt.Sprintf("caption %d", i)}, Box: &box,
			}
		}
		odd := &list[0]
		odd.URL = "UNKNOWN, " + odd.URL + "?" + strings.Repeat("x", 200)
		odd.Caption = []string{"顔の写真\x1b[31m red\n" + strings.Repeat("とても長い", 40)}
		list[1].URL = "UNKNOWN"
		list[2].Box = nil
		if err := parquet.WriteFile(filepath.Join(dir, fmt.Sprintf("part-%d.parquet", part)), list); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDryRun(t *testing.T) {
	dir := faces(t)
	for name, args := range map[string][]string{
		"all":      {"--input=" + dir},
		"sampled":  {"--input=" + dir + "/*.parquet", "--preset=facecaption", "--caption_column=none", "--keep=_id", "--sample=25%", "--shard_rows=4", "--resize=224x224", "--encode=png", "--image_encoding=binary"},
		"filtered": {"--input=" + dir, "--keep=none", "--sample=5", `--where=caption contains "1" and box != nil and int(_id) % 2 == 1 and 7 % (int(_id) - 11) != 9`},
		"limited":  {"--input=" + dir + "/part-1.parquet", "--box_column=none", "--host_rate=0.01", "--keep=none"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Defaults()
			fs := flag.NewFlagSet("", flag.ContinueOnError)
			o.Flags(fs)
			if err := fs.Parse(args); err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := dryRun(t.Context(), o, 2, &text); err != nil {
				t.Fatal(err)
			}
			checkGolden(t, filepath.Join("testdata", "dryrun", name+".txt"), text.String())
		})
	}
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for line := range strings.Lines(got) {
		if n := len([]rune(line)); n > 101 || strings.ContainsRune(line, '\x1b') {
			t.Errorf("%d characters with the line's end, or a terminal's command among them: %q", n, line)
		}
	}
}

// TestDryRunMistakes finds those that a run would.
func TestDryRunMistakes(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"--url_column": func(o *Options) { o.URLColumn = "link" },
		"--input":      func(o *Options) { o.Inputs = []string{"/nowhere/x.parquet"} },
		"--where: at character 11: there is no column \"wdth\"": func(o *Options) { o.Where = "true and (wdth > 3)" },
		"--quality": func(o *Options) { o.Crop.Quality = 0 },
	} {
		o := Defaults()
		o.Inputs = []string{faces(t)}
		change(&o)
		err := DryRun(t.Context(), o, &strings.Builder{})
		if err == nil {
			t.Errorf("%s: no error", want)
			continue
		}
		if line, code, _ := joberror.Find(err); code != joberror.Usage || !strings.Contains(line, want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
