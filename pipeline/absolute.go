package pipeline

import (
	"fmt"
	"path/filepath"
	"strings"
)

// absolute returns local paths as they are called from any folder: workers of a
// cluster do not run in the launcher's. Other URIs come back as they are.
func absolute(uris ...string) ([]string, error) {
	whole := make([]string, len(uris))
	for i, uri := range uris {
		whole[i] = uri
		if uri == "" || strings.Contains(uri, "://") {
			continue
		}
		path, err := filepath.Abs(uri)
		if err != nil {
			return nil, fmt.Errorf("making %s an absolute path: %w", uri, err)
		}
		whole[i] = path
	}
	return whole, nil
}
