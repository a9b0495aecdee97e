package plan

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

// Whoever knows load_dataset names a dataset as it does.
func TestHint(t *testing.T) {
	t.Chdir(t.TempDir())
	const says = "write hf://datasets/"
	for pattern, want := range map[string]bool{
		"laion/laion2B-en": true, "OpenFace-CQUPT/FaceCaption-15M": true,
		"data/train.parquet": false, "data/a/b": false, "train": false, "/data/train": false, "data/*": false, "gs://b/train": false,
	} {
		if got := hint(pattern, fs.ErrNotExist); strings.Contains(got, says+pattern) != want {
			t.Errorf("%s: %q", pattern, got)
		}
	}
	if got := hint("laion/laion2B-en", errors.New("denied")); got != "" {
		t.Errorf("got %q", got)
	}
	if _, err := Match(t.Context(), files.New(), []string{"laion/laion2B-en"}, "", "out"); err == nil || !strings.Contains(err.Error(), says+"laion/laion2B-en") {
		t.Errorf("got %v", err)
	}
}
