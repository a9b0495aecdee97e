package architecture

import (
	"slices"
	"strings"
	"testing"
)

// face is a package that finds one of several implementations through its table.
// Nobody else imports those, and they do not import each other.
type face struct {
	name   string
	parts  []string // the implementations, which lie below the face
	shared []string // what they have in common, which lies there too
	public []string // what others import too
	tests  string   // the suite that holds for all of them, for tests only; "" where it is in the face's own tests
}

var faces = []face{
	{
		name:   "io/files",
		parts:  []string{"local", "gs", "s3", "hub", "web"},
		shared: []string{"store", "driver", "bucket", "httpclient"},
		tests:  "storetest",
	},
	{
		name:   "io/shards",
		parts:  []string{"parquet", "jsonl", "webdataset", "tfrecord"},
		shared: []string{"record", "format", "parquetfile", "jsonrecord", "huggingface"},
		public: []string{"stats"},
	},
}

// TestOnlyTheFaceKnowsItsParts reads every package's imports, tests left out.
func TestOnlyTheFaceKnowsItsParts(t *testing.T) {
	for _, line := range list(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		for _, imported := range fields[1:] {
			for _, f := range faces {
				f.check(t, pkg, strings.TrimPrefix(imported, module))
			}
		}
	}
}

func (f face) check(t *testing.T, pkg, imported string) {
	t.Helper()
	below, ok := strings.CutPrefix(imported, f.name+"/")
	switch inside := pkg == f.name || strings.HasPrefix(pkg, f.name+"/"); {
	case !ok:
	case slices.Contains(f.parts, below) && pkg != f.name:
		t.Errorf("%s imports %s; only %s does", pkg, imported, f.name)
	case slices.Contains(f.shared, below) && !inside:
		t.Errorf("%s imports %s; only %s and what lies below it do", pkg, imported, f.name)
	case f.tests != "" && below == f.tests:
		t.Errorf("%s imports the tests' %s", pkg, imported)
	}
}

// TestFacesListTheirParts has a new folder below a face named in its list.
func TestFacesListTheirParts(t *testing.T) {
	found := map[string]bool{}
	for _, pkg := range list(t, `{{.ImportPath}}`) {
		found[strings.TrimPrefix(pkg, module)] = true
	}
	for _, f := range faces {
		all := slices.Concat(f.parts, f.shared, f.public)
		if f.tests != "" {
			all = append(all, f.tests)
		}
		for pkg := range found {
			if below, ok := strings.CutPrefix(pkg, f.name+"/"); ok && !slices.Contains(all, below) {
				t.Errorf("%s is in no list of the face %s", pkg, f.name)
			}
		}
		for _, below := range all {
			if !found[f.name+"/"+below] {
				t.Errorf("there is no %s/%s", f.name, below)
			}
		}
	}
}
