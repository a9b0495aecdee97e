package dataflow

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestArch(t *testing.T) {
	for machine, want := range map[string]string{"": "amd64", "n1-standard-1": "amd64", "t2a-standard-4": "arm64", "c4a-highcpu-8": "arm64", "t2d-standard-1": "amd64"} {
		if got := Arch(machine); got != want {
			t.Errorf("%q: %s, want %s", machine, got, want)
		}
	}
}

// What is built from source is for the workers' machines, and needs nothing there.
func TestProgramFromSource(t *testing.T) {
	source := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":               "module example.test/small\n\ngo 1.26.0\n",
		"cmd/beamcrop/main.go": "package main\n\nfunc main() { println() }\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(source, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for arch, other := range map[string]string{"amd64": "arm64", "arm64": "amd64"} {
		t.Run(arch, func(t *testing.T) {
			t.Setenv("GOFLAGS", "") // of a test that is itself built otherwise
			file, remove, err := Program{source: source, arch: arch}.Make(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := checkBinary(file, arch); err != nil {
				t.Error(err)
			}
			if err := checkBinary(file, other); err == nil || !strings.Contains(err.Error(), "GOARCH="+other) {
				t.Errorf("for %s: %v", other, err)
			}
			remove()
			if _, err := os.Stat(filepath.Dir(file)); !os.IsNotExist(err) {
				t.Errorf("its folder is still there: %v", err)
			}
		})
	}
	if _, _, err := (Program{source: t.TempDir(), arch: "amd64"}).Make(t.Context()); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("of no source: %v", err)
	}
}

// A test is no beamcrop, so its program is to be built, from the source that it
// was itself built from.
func TestFindProgram(t *testing.T) {
	p, err := FindProgram("", "amd64")
	if err != nil || p.file != "" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := os.Stat(filepath.Join(p.source, program, "main.go")); err != nil {
		t.Error(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, says string }{
		"missing":     {filepath.Join(t.TempDir(), "none"), "no such file"},
		"no program":  {"worker_test.go", "no program for Linux"},
		"another one": {self, "--worker_binary=" + self},
	} {
		if _, err := FindProgram(c.file, "amd64"); err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line with %q", name, err, c.says)
		}
	}
	t.Setenv("PATH", "")
	if _, err := FindProgram("", "amd64"); err == nil || !strings.Contains(err.Error(), "--worker_binary=") {
		t.Errorf("without Go: %v", err)
	}
}
