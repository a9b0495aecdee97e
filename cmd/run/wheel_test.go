package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/dist"
)

// A release's wheel is all that a fresh Python environment needs, without a network:
// pip installs the program, which makes its demo, and the module that runs it.
func TestWheelInstalls(t *testing.T) {
	t.Parallel()
	python := needPython(t)
	dir := t.TempDir()
	wheel := packWheel(t, dir)
	environment := filepath.Join(dir, "venv")
	mustPython(t, nil, python, "-m", "venv", environment)
	bin := filepath.Join(environment, "bin")
	inside := filepath.Join(bin, "python")
	mustPython(t, nil, inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", wheel)

	out := filepath.Join(dir, "out")
	r := startProgram(t, filepath.Join(bin, "beamcrop"), "--demo", "--output="+out).wait(t)
	if r.code != 0 || len(readOutput(t, out).rows) == 0 {
		t.Errorf("the demo: exit code %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	said := mustPython(t, nil, inside, "-c", `import beamcrop, sys; print(beamcrop.run(demo=True, output=sys.argv[1]).written)`, out)
	if strings.TrimSpace(said) != "216" {
		t.Errorf("the module's demo wrote %q rows", said)
	}
}

// A release's program is at most 60 MB: it is downloaded before it is tried.
func TestProgramIsSmall(t *testing.T) {
	info, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	if mb := float64(info.Size()) / 1e6; mb > 60 {
		t.Errorf("the program has %.1f MB: go tool nm -size -sort size says what is large in a build without -ldflags='-s -w'", mb)
	}
}

func packWheel(t *testing.T, dir string) (file string) {
	t.Helper()
	target, err := dist.Here()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	wheel, err := dist.NewWheel("../..", "v0.0.0", target, program)
	if err != nil {
		t.Fatal(err)
	}
	name, data, err := wheel.Pack()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// The Python module's own tests pass, and the notebook runs.
func TestPythonModule(t *testing.T) {
	t.Parallel()
	python := needPython(t)
	module, err := filepath.Abs("../../python")
	if err != nil {
		t.Fatal(err)
	}
	env := []string{
		"PATH=" + filepath.Dir(binary) + string(os.PathListSeparator) + os.Getenv("PATH"),
		"PYTHONPATH=" + module, "PYTHONDONTWRITEBYTECODE=1", "HF_HUB_OFFLINE=1", "HF_HOME=" + t.TempDir(),
	}
	mustPython(t, env, python, "-m", "pytest", "-q", "-p", "no:cacheprovider", filepath.Join(module, "tests"))
}

// mustPython runs a command of Python's, and returns what it said on standard
// output.
func mustPython(t *testing.T, env []string, python string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), python, args...)
	cmd.Env = append(os.Environ(), env...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", python, args, err, out, complaints.String())
	}
	return string(out)
}
