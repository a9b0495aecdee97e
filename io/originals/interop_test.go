package originals

import (
	"bytes"
	stdimage "image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
)

// TestInterop has pyarrow and datasets read a store, as their users find it.
func TestInterop(t *testing.T) {
	python := testenv.Python(t, "pyarrow, datasets and Pillow reading a store")
	dir := t.TempDir()
	f := newFiles(t)
	s := openStore(t, f, dir, Options{})
	for i := range 5 {
		var body bytes.Buffer
		if err := png.Encode(&body, stdimage.NewGray(stdimage.Rect(0, 0, 10+i, 20))); err != nil {
			t.Fatal(err)
		}
		r := recordOf(linkOf(i))
		r.MediaType, r.Width, r.Height = "image/png", 10+i, 20
		if err := s.PutPicture(t.Context(), r, body.Bytes()); err != nil {
			t.Fatal(err)
		}
		putFailure(t, s, linkOf(100+i))
		if i == 2 {
			flush(t, s)
		}
	}
	for i := range 3 { // of units that have no Parquet file
		putFailure(t, s, linkOf(200+i))
		flush(t, s)
	}
	closeStore(t, s)
	cmd := exec.CommandContext(t.Context(), python, "testdata/check.py", dir)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HF_HUB_OFFLINE=1", "HF_DATASETS_DISABLE_PROGRESS_BARS=1", "HF_HOME="+filepath.Join(home, "hf"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s testdata/check.py: %v\n%s", python, err, out)
	}
}
