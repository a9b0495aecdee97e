package dataflow

import (
	"context"
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// program is the package that workers run, and sameProgram another name for it.
const program, sameProgram = "cmd/beamcrop", "cmd/run"

// Arch returns the processor of a machine type, as Go calls it.
func Arch(machineType string) string {
	series, _, _ := strings.Cut(machineType, "-")
	switch series {
	case "t2a", "c4a", "n4a": // Arm
		return "arm64"
	}
	return "amd64"
}

// Program is what workers run: a file that is there, or source to build it from.
type Program struct {
	file   string // "" = to be built
	source string // folder of the module
	arch   string
}

// FindProgram returns the program for workers of that processor: the file named,
// if it is not ""; else this program's own, if it can be one; else the source that
// this one was built from, as under go run.
func FindProgram(named, arch string) (Program, error) {
	p := Program{file: named, arch: arch}
	if named != "" {
		return p, checkBinary(named, arch)
	}
	self, err := os.Executable()
	if err != nil {
		return p, fmt.Errorf("finding the program's own file: %w", err)
	}
	if checkBinary(self, arch) == nil {
		p.file = self
		return p, nil
	}
	p.source = source()
	if _, err := exec.LookPath("go"); p.source == "" || err != nil {
		return p, fmt.Errorf("this program cannot be its own worker on Dataflow, and there is no source and Go to build one: %s", howTo(arch))
	}
	return p, nil
}

// howTo says how to make a worker binary.
func howTo(arch string) string {
	return fmt.Sprintf("CGO_ENABLED=0 GOOS=linux GOARCH=%s go build -tags nodynamic -o beamcrop ./cmd/beamcrop, and --worker_binary=beamcrop", arch)
}

// machines are ELF's names of processors.
var machines = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}

// checkBinary is an error unless the file is beamcrop for Linux on that
// processor and needs no shared library, for the container may lack it.
func checkBinary(file, arch string) (err error) {
	f, err := elf.Open(file)
	if err != nil {
		return fmt.Errorf("--worker_binary=%s is no program for Linux (%w): %s", file, err, howTo(arch))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if f.Machine != machines[arch] {
		return fmt.Errorf("--worker_binary=%s is for %v, and the workers are %s: %s", file, f.Machine, arch, howTo(arch))
	}
	for _, segment := range f.Progs {
		if segment.Type == elf.PT_INTERP {
			return fmt.Errorf("--worker_binary=%s needs shared libraries that workers may lack: %s", file, howTo(arch))
		}
	}
	info, err := buildinfo.ReadFile(file)
	if err != nil || !strings.HasSuffix(info.Path, "/"+program) && !strings.HasSuffix(info.Path, "/"+sameProgram) {
		return fmt.Errorf("--worker_binary=%s is not beamcrop: %s", file, howTo(arch))
	}
	return nil
}

// Make returns the program's file, building it if need be; remove removes what was
// built. Beam would build one too, but from the folder of the file at the bottom
// of the goroutine's stack, which is not main's.
func (p Program) Make(ctx context.Context) (file string, remove func(), err error) {
	if p.file != "" {
		return p.file, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "beamcrop-worker-*")
	if err != nil {
		return "", nil, fmt.Errorf("making a folder for the worker's program: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) } // a temporary folder
	file = filepath.Join(dir, "worker")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "nodynamic", "-o", file, "./"+program)
	cmd.Dir = p.source
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+p.arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("building the worker's program for %s in %s: %w (%s)", p.arch, p.source, err, strings.Join(strings.Fields(string(out)), " "))
	}
	return file, remove, nil
}

// source returns the folder of the module that this program was built from, ""
// if it is not on this machine.
func source() string {
	_, file, _, _ := runtime.Caller(0)
	root := filepath.Dir(filepath.Dir(filepath.Dir(file)))
	if _, err := os.Stat(filepath.Join(root, program)); !filepath.IsAbs(file) || err != nil {
		return ""
	}
	return root
}
