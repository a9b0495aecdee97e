package jobserver

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

func TestShardsDone(t *testing.T) {
	store := files.New()
	defer store.Close() //nolint:errcheck // local files alone
	dir := t.TempDir()
	put := func(name string, data []byte) {
		t.Helper()
		if err := store.WriteFile(t.Context(), files.Join(dir, name), data); err != nil {
			t.Fatal(err)
		}
	}
	done := func(shard int, written, failed int64) {
		t.Helper()
		r := shards.Report{Shard: shard, Sampled: written + failed, Rows: written + failed, Written: written, Failed: failed, BytesDownloaded: 1000}
		if failed > 0 {
			r.Reasons = map[string]int64{"dns": failed}
		}
		sum := strings.Repeat("0a", 32)
		side := shards.Sidecar{Shard: shard, Shards: 4, Fingerprint: "f", Data: shards.FileEntry{Name: shards.DataName(shard, 4, "jsonl"), SHA256: sum}, Report: r}
		if failed > 0 {
			side.Failures = &shards.FileEntry{Name: shards.FailuresName(shard, 4), SHA256: sum}
		}
		data, err := side.Encode()
		if err != nil {
			t.Fatal(err)
		}
		put(shards.SidecarName(shard, 4), data)
	}
	done(0, 10, 0)
	put(shards.ManifestName, []byte("{}"))
	d := NewShardsDone(t.Context(), store, dir)
	look := func(want progress.Snapshot) {
		t.Helper()
		if err := d.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, d.Rows()); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
	done(1, 7, 3)
	put(shards.SidecarName(2, 4), []byte("no sidecar"))
	look(progress.Snapshot{Planned: true, Total: 40, Resumed: 10, Written: 7, Failed: 3, Bytes: 1000, Reasons: map[string]int64{"dns": 3}})
	done(2, 8, 2)
	two := progress.Snapshot{Planned: true, Total: 40, Resumed: 10, Written: 15, Failed: 5, Bytes: 2000, Reasons: map[string]int64{"dns": 5}}
	look(two)
	look(two)
	done(3, 4, 0) // the last one is short
	look(progress.Snapshot{Planned: true, Total: 34, Resumed: 10, Written: 19, Failed: 5, Bytes: 3000, Reasons: map[string]int64{"dns": 5}})
}

// By the last shard alone it cannot be told how large the others are.
func TestShardsDoneByTheLast(t *testing.T) {
	d := ShardsDone{seen: map[string]bool{"the last": true}, shards: 4, rows: progress.Snapshot{Written: 3}}
	if rows := d.Rows(); rows.Planned {
		t.Errorf("%+v", rows)
	}
}
