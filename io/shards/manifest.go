package shards

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

// Manifest says what an output folder holds. It stands there from a job's
// start, so that another job cannot take the folder for its own, and lists the
// files once they are complete.
type Manifest struct {
	Run         string            `json:"run"`         // that owns the folder: the last to claim it
	Fingerprint string            `json:"fingerprint"` // of Plan
	Plan        map[string]string `json:"plan"`        // all that decides a byte of the data files
	Complete    bool              `json:"complete"`
	Started     time.Time         `json:"started,omitzero"` // when the plan was first begun in this folder

	// Inputs are the files that the job reads, at most ListedInputs of them: with them
	// another run can say which has changed. Plan has a digest of all.
	Inputs []Input `json:"inputs,omitempty"`

	// Described are the files that describe the output, as this job wrote them or
	// is about to. A file of such a name and other content is the user's.
	Described []FileEntry `json:"described,omitempty"`

	// Replaces are earlier jobs whose files this one removes.
	Replaces []Extent `json:"replaces,omitempty"`

	Shards []ManifestShard `json:"shards,omitempty"`
}

// ListedInputs is how many files a manifest lists of its job's inputs.
const ListedInputs = 1000

// Input is a file that a job reads.
type Input struct {
	Name    string `json:"name"` // relative to the inputs' common folder
	Size    int64  `json:"size"`
	Content string `json:"content"` // a hash or version: another content has another
}

// ManifestShard is one shard's files.
type ManifestShard struct {
	Data     FileEntry   `json:"data"`
	Beside   []FileEntry `json:"beside,omitempty"` // further data files
	Failures *FileEntry  `json:"failures,omitempty"`
	Written  int64       `json:"written"`
	Failed   int64       `json:"failed"`
}

// Extent is which names a job's shards have.
type Extent struct {
	Format string `json:"format"` // one of Formats
	Shards int    `json:"shards"` // 0 = not known yet

	// Removed: the files are gone, but for those that a run which has lost the
	// folder was just writing.
	Removed bool `json:"removed,omitempty"`
}

// Extent returns the names of the job's shards.
func (m Manifest) Extent() Extent {
	return Extent{Format: m.Plan["output_format"], Shards: len(m.Shards)}
}

// Covers says whether a shard of the job has a file of this name.
func (e Extent) Covers(relativeName string) bool {
	n, ok := shardsOf(relativeName, e.Format)
	return ok && (e.Shards == 0 || e.Shards == n)
}

// Accounts says whether a file of this name is the job's, or one of those that
// it replaces. It does not know the files that describe the output, see Describes.
func (m Manifest) Accounts(relativeName string) bool {
	covers := func(e Extent) bool { return e.Covers(relativeName) }
	return relativeName == ManifestName || IsPulse(relativeName) || covers(m.Extent()) || slices.ContainsFunc(m.Replaces, covers)
}

// Describes says whether the file is one that describes the output, as the job
// wrote it.
func (m Manifest) Describes(file FileEntry) bool { return slices.Contains(m.Described, file) }

// Finish returns the manifest of the finished job, of all of its shards.
func (m Manifest) Finish(all []ManifestShard) Manifest {
	m.Complete, m.Shards = true, all
	return m
}

// WroteNothing says whether the job is done and wrote no row, so that nothing is
// lost with its files.
func (m Manifest) WroteNothing() bool {
	return m.Complete && !slices.ContainsFunc(m.Shards, func(s ManifestShard) bool { return s.Written > 0 })
}

// Encode returns the manifest as JSON with a final newline.
func (m Manifest) Encode() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return append(data, '\n'), nil
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

// Entry describes a small file of an output folder.
func Entry(ctx context.Context, store *files.Files, output, relativeName string) (FileEntry, error) {
	data, err := store.ReadFile(ctx, files.Join(output, relativeName))
	return EntryOf(relativeName, data), err
}

// EntryOf describes a file by its content.
func EntryOf(relativeName string, data []byte) FileEntry {
	sum := sha256.Sum256(data)
	return FileEntry{Name: relativeName, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
}
