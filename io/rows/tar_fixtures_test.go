package rows

import (
	"archive/tar"
	"bytes"
	"fmt"
	"testing"
)

// tarSample writes samples as img2dataset does.
func tarSample(t *testing.T, n int64, last string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := range n {
		meta := fmt.Sprintf("{\"url\": %q, \"caption\": %q, \"box\": %q, %q: %d}", sampleURL(i), sampleCaption(i), sampleBox(i), last, i)
		for _, part := range [][2]string{{"jpg", "\xff\xd8\xff picture"}, {"json", meta}} {
			err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("%09d.%s", i, part[0]), Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(part[1]))})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(part[1])); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
