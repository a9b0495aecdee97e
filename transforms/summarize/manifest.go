package summarize

import (
	"encoding/json"
	"fmt"

	"github.com/beamcrop/beamcrop/io/shards"
)

// Manifest says what an output folder holds. It stands there from a job's
// start, so that another job cannot take the folder for its own, and lists the
// files once they are complete.
type Manifest struct {
	Run         string            `json:"run"`         // that owns the folder: the last to claim it
	Fingerprint string            `json:"fingerprint"` // of Plan
	Plan        map[string]string `json:"plan"`        // all that decides a byte of the data files
	Complete    bool              `json:"complete"`
	Shards      []ManifestShard   `json:"shards,omitempty"`
}

// ManifestShard is one shard's files.
type ManifestShard struct {
	Data     shards.FileEntry   `json:"data"`
	Beside   []shards.FileEntry `json:"beside,omitempty"` // further data files
	Failures *shards.FileEntry  `json:"failures,omitempty"`
	Written  int64              `json:"written"`
	Failed   int64              `json:"failed"`
}

// Finish returns the manifest of the finished job.
func (m Manifest) Finish(sides []shards.Sidecar) Manifest {
	m.Complete = true
	m.Shards = make([]ManifestShard, len(sides))
	for i, side := range sides {
		m.Shards[i] = ManifestShard{Data: side.Data, Beside: side.Beside, Failures: side.Failures, Written: side.Report.Written, Failed: side.Report.Failed}
	}
	return m
}

// DecodeManifest reads a manifest that Encode wrote.
func DecodeManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("reading the manifest: %w", err)
	}
	if m.Fingerprint == "" {
		return m, fmt.Errorf("reading the manifest: it has no fingerprint")
	}
	return m, nil
}

// Encode writes v, a Manifest or a Summary, as indented JSON.
func Encode(v any) ([]byte, error) {
	data, err := json.MarshalIndent(v, "", "  ")
	return append(data, '\n'), err
}
