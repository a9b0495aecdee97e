package version

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	info := func(path, version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Path: path, Version: version}, Settings: settings}
	}
	commit := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.time", Value: "2026-12-01T00:00:00Z"}, {Key: "vcs.modified", Value: "false"}}
	modified := slices.Concat(commit[:2], []debug.BuildSetting{{Key: "vcs.modified", Value: "true"}})
	for name, c := range map[string]struct {
		release string
		info    *debug.BuildInfo
		want    string
	}{
		"release":    {"v1.2.3", info(module, "(devel)"), "beamcrop v1.2.3 go1.26.0"},
		"go install": {"", info(module, "v1.2.3"), "beamcrop v1.2.3 go1.26.0"},
		"checkout":   {"", info(module, "(devel)", commit...), "beamcrop devel (commit 0123456789ab of 2026-12-01T00:00:00Z) go1.26.0"},
		"modified":   {"", info(module, "(devel)", modified...), "beamcrop devel (commit 0123456789ab of 2026-12-01T00:00:00Z, modified) go1.26.0"},
		"a library":  {"", info("example.com/other", "v9.9.9"), "beamcrop devel go1.26.0"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text(c.release, c.info); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestThisBuild(t *testing.T) {
	if got := Text(); !strings.HasPrefix(got, "beamcrop "+Short()) || !strings.HasSuffix(got, runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH) {
		t.Error(got)
	}
}
