package dist

import (
	"fmt"
	"runtime"
)

// Target is a system that the program is built for.
type Target struct {
	OS, Arch string   // as Go calls them
	Tags     []string // the platform tags of its wheel, as Python calls it
}

// Targets are all systems of a release. A static program needs no C library, so
// one wheel serves old glibc and musl alike; macOS 12 is the oldest that Go 1.26
// supports.
var Targets = []Target{
	{"linux", "amd64", []string{"manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64"}},
	{"linux", "arm64", []string{"manylinux_2_17_aarch64", "manylinux2014_aarch64", "musllinux_1_1_aarch64"}},
	{"darwin", "amd64", []string{"macosx_12_0_x86_64"}},
	{"darwin", "arm64", []string{"macosx_12_0_arm64"}},
	{"windows", "amd64", []string{"win_amd64"}},
}

// Here returns the target that this machine is.
func Here() (Target, error) { return Find(runtime.GOOS + "/" + runtime.GOARCH) }

// Find returns the target called name, such as linux/amd64.
func Find(name string) (Target, error) {
	for _, t := range Targets {
		if t.String() == name {
			return t, nil
		}
	}
	return Target{}, fmt.Errorf("%s is none of the systems of a release, which are %v", name, Targets)
}

// String returns the target as Go writes it: linux/amd64.
func (t Target) String() string { return t.OS + "/" + t.Arch }

// Program is the name of the program's file.
func (t Target) Program() string {
	if t.OS == "windows" {
		return "beamcrop.exe"
	}
	return "beamcrop"
}
