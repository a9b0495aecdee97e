package plan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// The format is what was said, or the name's, or the content's; a folder must
// have one, and other files in it do not count.
func TestMatchFindsFormats(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"text/a.csv": "x", "text/b.csv.gz": "x", "text/info.json": "{}", "text/README.md": "x",
		"mixed/a.tsv": "x", "img2dataset/0.tar": "x", "img2dataset/0.parquet": "x", "img2dataset/0_stats.json": "{}", "mixed/b.parquet": "x", "sniff/a.json": "{\"url\": 1}", "sniff/b": "url,caption", "unknown/a.txt": "words",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct{ pattern, format, want string }{
		"folder":                   {"text", "", "a.csv csv, b.csv.gz csv"},
		"folder, said":             {"mixed", "tsv", "a.tsv tsv"},
		"folder, tars and Parquet": {"img2dataset", "", "--input_format=webdataset to take the pictures, or --input_format=parquet"},
		"folder, several":          {"mixed", "", "holds files of several formats, parquet and tsv"},
		"folder, none":             {"text", "jsonl", "holds no jsonl file"},
		"folder, unknown":          {"unknown", "", "holds no parquet, csv, tsv, jsonl or webdataset file"},
		"glob, said":               {"*/a.*", "csv", "mixed/a.tsv csv, sniff/a.json csv, text/a.csv csv, unknown/a.txt csv"},
		"sniffed":                  {"sniff/*", "", "a.json jsonl, b csv"},
		"not to be told":           {"unknown/*", "", "say --input_format="},
	} {
		t.Run(name, func(t *testing.T) {
			matched, err := Match(t.Context(), files.New(), []string{filepath.Join(dir, c.pattern)}, c.format, "")
			var got []string
			for _, f := range matched {
				got = append(got, f.Name+" "+f.Format)
			}
			text := strings.Join(got, ", ")
			if err != nil {
				text = err.Error()
			}
			if err == nil && text != c.want || !strings.Contains(text, c.want) {
				t.Errorf("got %s, want %s", text, c.want)
			}
		})
	}
}

// Names are relative to the common folder, each file comes once, and the digest
// does not depend on where the folder lies.
func TestMatch(t *testing.T) {
	fixedTime := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	digests := map[string]bool{}
	for range 2 {
		dir := t.TempDir()
		for _, name := range []string{"x/b/1.parquet", "x/a/1.parquet", "x/a/2.parquet", "x/b/README.md"} {
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, fixedTime, fixedTime); err != nil {
				t.Fatal(err)
			}
		}
		matched, err := Match(t.Context(), files.New(), []string{dir + "/x/b", dir + "/x/a/*.parquet", dir + "/x/a/2.parquet"}, "", "")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range matched {
			names = append(names, f.Name)
		}
		if diff := cmp.Diff([]string{"a/1.parquet", "a/2.parquet", "b/1.parquet"}, names); diff != "" {
			t.Error(diff)
		}
		digests[Digest(matched)] = true
		alone, err := Match(t.Context(), files.New(), []string{dir + "/x/b/1.parquet"}, "", "")
		if err != nil || alone[0].Name != "1.parquet" {
			t.Errorf("a single file: %+v, %v", alone, err)
		}
	}
	if len(digests) != 1 {
		t.Error("the digest depends on where the files lie")
	}
}

// Names are free of what tells versions of a file apart, where that leaves them
// unique.
func TestNameRelative(t *testing.T) {
	for name, c := range map[string]struct{ uris, want []string }{
		"a link":          {[]string{"https://h/a/b.parquet?sig=x/y"}, []string{"b.parquet"}},
		"links":           {[]string{"https://h/a/b.parquet?sig=1", "https://h/c.parquet?sig=2"}, []string{"a/b.parquet", "c.parquet"}},
		"only the query":  {[]string{"https://h/get?id=1", "https://h/get?id=2"}, []string{"get?id=1", "get?id=2"}},
		"a dataset":       {[]string{"hf://datasets/o/n@abc/d/1.parquet", "hf://datasets/o/n@abc/d/2.parquet"}, []string{"1.parquet", "2.parquet"}},
		"two datasets":    {[]string{"hf://datasets/o/n@abc/1.parquet", "hf://datasets/o/m@def/1.parquet"}, []string{"n/1.parquet", "m/1.parquet"}},
		"two revisions":   {[]string{"hf://datasets/o/n@abc/1.parquet", "hf://datasets/o/n@def/1.parquet"}, []string{"n@abc/1.parquet", "n@def/1.parquet"}},
		"different hosts": {[]string{"https://h/1.parquet", "gs://b/1.parquet"}, []string{"https://h/1.parquet", "gs://b/1.parquet"}},
	} {
		var matched []workplan.File
		for _, uri := range c.uris {
			matched = append(matched, workplan.File{URI: uri})
		}
		nameRelative(matched)
		var got []string
		for _, f := range matched {
			got = append(got, f.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// What beamcrop wrote into the output folder is no input, wherever the folder lies
// and however it is named.
func TestMatchLeavesOutputOut(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"d/a.parquet", "d/data/part-00000-of-00001.parquet", "d/data/mine.parquet", "d/out/data/part-00000-of-00001.parquet", "d/out/failures/part-00000-of-00001.jsonl"} {
		if err := files.New().WriteFile(t.Context(), name, []byte("PAR1")); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		pattern, output string
		want            []string // none = refused
	}{
		{"d", "d", []string{"d/a.parquet"}},
		{"d/**/*.parquet", "d", []string{"d/a.parquet", "d/data/mine.parquet", "d/out/data/part-00000-of-00001.parquet"}},
		{"d/**/*.parquet", filepath.Join(dir, "d", "out"), []string{"d/a.parquet", "d/data/mine.parquet", "d/data/part-00000-of-00001.parquet"}},
		{filepath.Join(dir, "d", "data"), "./d/", []string{filepath.Join(dir, "d/data/mine.parquet")}},
		{"d/out/data", "elsewhere", []string{"d/out/data/part-00000-of-00001.parquet"}},
		{"d/out/data", "d/out", nil},
		{"d/out/data/part-00000-of-00001.parquet", "d/out", nil},
	} {
		matched, err := Match(t.Context(), files.New(), []string{c.pattern}, "", c.output)
		var got []string
		for _, f := range matched {
			got = append(got, f.URI)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != (c.want == nil) {
			t.Errorf("%s into %s: %v (-want +got):\n%s", c.pattern, c.output, err, diff)
		}
		if err != nil && !strings.Contains(err.Error(), "--output="+c.output) {
			t.Errorf("%s into %s: %v", c.pattern, c.output, err)
		}
	}
}
