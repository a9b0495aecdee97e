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
	tests  string   // the suite that holds for all of them, for tests only
}

var faces = []face{
	{
		name:   "io/files",
		parts:  []string{"local", "gs", "s3", "hub", "web"},
		shared: []string{"store", "driver", "bucket", "httpclient"},
		tests:  "storetest",
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
	case below == f.tests:
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
		for pkg := range found {
			below, ok := strings.CutPrefix(pkg, f.name+"/")
			if ok && below != f.tests && !slices.Contains(f.parts, below) && !slices.Contains(f.shared, below) {
				t.Errorf("%s is in no list of the face %s", pkg, f.name)
			}
		}
		for _, below := range slices.Concat(f.parts, f.shared, []string{f.tests}) {
			if !found[f.name+"/"+below] {
				t.Errorf("there is no %s/%s", f.name, below)
			}
		}
	}
}
