package dist

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// BuildTags are the build tags of a release. nodynamic keeps the AVIF decoder from
// looking for the system's libavif; disable_grpc_modules leaves Google's
// DirectPath and xDS, with all of Envoy's messages, out of the Cloud Storage
// client, which beamcrop uses over HTTP.
const BuildTags = "nodynamic,disable_grpc_modules"

// Build builds the program of the module in root for a target, as file, which says
// that it is of that version.
func Build(ctx context.Context, root, version string, t Target, file string) error {
	file, err := filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("finding a place for the program: %w", err)
	}
	flags := "-s -w -X github.com/beamcrop/beamcrop/internal/version.release=" + version
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", BuildTags, "-ldflags", flags, "-o", file, "./cmd/beamcrop")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+t.OS, "GOARCH="+t.Arch)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("building for %s: %w", t, err)
	}
	return nil
}
