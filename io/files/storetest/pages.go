package storetest

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/beamcrop/beamcrop/io/files"
)

// testPages holds that a folder is listed whole: a page of an object store ends
// at 1,000 names.
func testPages(t *testing.T, f *files.Files, dir string) {
	const n = 1100
	var group errgroup.Group
	group.SetLimit(16)
	want := make([]string, n)
	for i := range want {
		want[i] = files.Join(dir, fmt.Sprintf("%04d.json", i))
		group.Go(func() error { return f.WriteFile(t.Context(), want[i], []byte("{}")) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	WantList(t, f, dir, want...)
	infos, err := f.Glob(t.Context(), files.Join(dir, "*.json"))
	if err != nil || len(infos) != n {
		t.Errorf("Glob finds %d of %d files: %v", len(infos), n, err)
	}
}
