// Package version says which build of beamcrop this is. It imports nothing of ours.
package version

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// release is the version of a released build, such as v1.2.3:
//
//	go build -ldflags "-X github.com/beamcrop/beamcrop/internal/version.release=v1.2.3" ./cmd/beamcrop
//
// It is empty in other builds, which go install and go build tell the version of.
var release string

const module = "github.com/beamcrop/beamcrop"

// devel is the version of a build that knows none.
const devel = "devel"

// Short returns the version alone: "v1.2.3", or "devel".
func Short() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(release, devel)
	}
	return short(release, info)
}

// Text returns a line of all that is known of the build.
func Text() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: runtime.Version()}
	}
	return text(release, info) + " " + runtime.GOOS + "/" + runtime.GOARCH
}

func short(release string, info *debug.BuildInfo) string {
	if release != "" {
		return release
	}
	if info.Main.Path == module && strings.HasPrefix(info.Main.Version, "v") {
		return info.Main.Version
	}
	return devel
}

func text(release string, info *debug.BuildInfo) string {
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	from := ""
	if commit := settings["vcs.revision"]; commit != "" {
		from = fmt.Sprintf(" (commit %.12s of %s", commit, settings["vcs.time"])
		if settings["vcs.modified"] == "true" {
			from += ", modified"
		}
		from += ")"
	}
	return "beamcrop " + short(release, info) + from + " " + info.GoVersion
}
