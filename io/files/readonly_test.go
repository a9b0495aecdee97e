package files_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

// TestReadOnly tries to write where one can only read.
func TestReadOnly(t *testing.T) {
	f := storetest.New(t)
	for _, uri := range []string{"https://host/a", "http://host/a", "hf://datasets/o/n/a"} {
		for op, err := range map[string]error{
			"Create":     storetest.Second(f.Create(t.Context(), uri)),
			"WriteFile":  f.WriteFile(t.Context(), uri, nil),
			"Remove":     f.Remove(t.Context(), uri),
			"CleanTemps": f.CleanTemps(t.Context(), uri, storetest.All),
		} {
			if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), uri) {
				t.Errorf("%s: %v", op, err)
			}
		}
		if !files.ReadOnly(uri) {
			t.Errorf("%s is not read-only", uri)
		}
	}
	for _, uri := range []string{"/tmp/x", "file:///x", "gs://b/x", "s3://b/x"} {
		if files.ReadOnly(uri) {
			t.Errorf("%s is read-only", uri)
		}
	}
}
