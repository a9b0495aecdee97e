package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAbsolute(t *testing.T) {
	t.Chdir("/tmp")
	got, err := absolute("a/*.parquet", "/b.parquet", "gs://c/d", "file:///e", "")
	if want := []string{"/tmp/a/*.parquet", "/b.parquet", "gs://c/d", "file:///e", ""}; err != nil || !cmp.Equal(want, got) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}
