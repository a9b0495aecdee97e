package summarize

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

func TestSoFar(t *testing.T) {
	dir, store := t.TempDir(), files.New()
	t.Cleanup(func() { _ = store.Close() })
	write := func(s shards.Sidecar) {
		t.Helper()
		data, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := store.WriteFile(t.Context(), files.Join(dir, shards.SidecarName(s.Shard, s.Shards)), data); err != nil {
			t.Fatal(err)
		}
	}
	first := side(0, 3, 8, 2)
	soFar := NewSoFar(store, Options{Output: dir, Format: shards.FormatParquet, Manifest: shards.Manifest{Fingerprint: first.Fingerprint}})
	for _, step := range []struct {
		name  string
		write func()
		title string
	}{
		{"nothing", func() {}, "No shard is complete yet"},
		{"one shard", func() { write(first) }, "8 of 10 rows written so far"},
		{"nothing new", func() {}, "8 of 10 rows written so far"},
		{"another", func() { write(side(2, 3, 5, 0)) }, "13 of 15 rows written so far"},
		{"the first again", func() { write(side(0, 3, 9, 1)) }, "14 of 15 rows written so far"},
		{"of another job", func() { other := side(1, 3, 9, 0); other.Fingerprint = "another"; write(other) }, "14 of 15 rows written so far"},
	} {
		step.write()
		page, err := soFar.HTML(t.Context(), "[##..] <half> of it")
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		for _, text := range []string{"<h1>" + step.title + "</h1>", "[##..] &lt;half&gt; of it", `http-equiv="refresh"`} {
			if !strings.Contains(string(page), text) {
				t.Errorf("%s: the page lacks %q", step.name, text)
			}
		}
	}
}
