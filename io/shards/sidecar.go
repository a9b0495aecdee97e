package shards

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Sidecar is the commit marker of a shard: it is written last, and a shard
// without one is not done.
type Sidecar struct {
	Fingerprint string      `json:"fingerprint"` // of the run's plan
	Shard       int         `json:"shard"`
	Shards      int         `json:"shards"`
	Run         string      `json:"run,omitempty"` // that completed it
	Data        FileEntry   `json:"data"`
	Beside      []FileEntry `json:"beside,omitempty"`   // the further data files, in the order of FilesOf
	Failures    *FileEntry  `json:"failures,omitempty"` // nil if no row failed
	Versions    []string    `json:"versions,omitempty"` // of Files, in the store where they were written; a copy of the folder has others
	Features    string      `json:"features,omitempty"` // of the data file, as YAML; see Features
	Report      Report      `json:"report"`
}

// FileEntry says what a file of a shard must be.
type FileEntry struct {
	Name   string `json:"name"`   // relative to the output folder, with slashes
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // 64 lower-case hex digits
}

// Encode returns the sidecar as JSON with a final newline, or an error if it is
// one that DecodeSidecar would refuse.
func (s Sidecar) Encode() ([]byte, error) {
	if err := s.validate(); err != nil {
		return nil, fmt.Errorf("sidecar of shard %d: %w", s.Shard, err)
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("sidecar of shard %d: %w", s.Shard, err)
	}
	return append(data, '\n'), nil
}

// DecodeSidecar reads what Encode wrote. A file that ends early, holds something
// else, or contradicts itself is an error.
func DecodeSidecar(data []byte) (Sidecar, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var s Sidecar
	if err := decoder.Decode(&s); err != nil {
		return Sidecar{}, fmt.Errorf("sidecar: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Sidecar{}, errors.New("sidecar: more text behind its end")
	}
	if err := s.validate(); err != nil {
		return Sidecar{}, fmt.Errorf("sidecar: %w", err)
	}
	return s, nil
}

func (s *Sidecar) validate() error {
	if s.Fingerprint == "" {
		return errors.New("no fingerprint")
	}
	if s.Shard < 0 || s.Shard >= s.Shards {
		return fmt.Errorf("shard %d of %d", s.Shard, s.Shards)
	}
	if err := s.validateData(); err != nil {
		return err
	}
	if (s.Failures != nil) != (s.Report.Failed > 0) {
		return fmt.Errorf("%d failed rows do not go with the failures file", s.Report.Failed)
	}
	if s.Failures != nil {
		if err := s.Failures.validate(FailuresName(s.Shard, s.Shards)); err != nil {
			return fmt.Errorf("failures: %w", err)
		}
	}
	if n := len(s.Versions); n > 0 && n != len(s.Files()) {
		return fmt.Errorf("%d versions of %d files", n, len(s.Files()))
	}
	if s.Report.Shard != s.Shard {
		return fmt.Errorf("the report is of shard %d", s.Report.Shard)
	}
	return s.Report.validate()
}

// validateData checks that the data files are those of one format.
func (s *Sidecar) validateData() error {
	var want []string
	for _, format := range Formats() {
		if want = s.dataNames(format); want[0] == s.Data.Name {
			break
		}
	}
	files := s.DataFiles()
	if len(files) != len(want) {
		return fmt.Errorf("%d data files: want %q", len(files), want)
	}
	for i := range files {
		if err := files[i].validate(want[i]); err != nil {
			return fmt.Errorf("data: %w", err)
		}
	}
	return nil
}

func (s *Sidecar) dataNames(format string) []string {
	var names []string
	for _, file := range FilesOf(format) {
		names = append(names, DataName(s.Shard, s.Shards, file))
	}
	return names
}

func (f *FileEntry) validate(name string) error {
	switch {
	case f.Name != name:
		return fmt.Errorf("name %q: want %q", f.Name, name)
	case f.Size < 0:
		return fmt.Errorf("size %d", f.Size)
	case !isSHA256(f.SHA256):
		return fmt.Errorf("sha256 %q", f.SHA256)
	}
	return nil
}

func isSHA256(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 64
}

// Files returns the shard's files, without the sidecar itself.
func (s Sidecar) Files() []FileEntry {
	entries := s.DataFiles()
	if s.Failures != nil {
		entries = append(entries, *s.Failures)
	}
	return entries
}

// InManifest returns what the manifest holds of the shard.
func (s Sidecar) InManifest() ManifestShard {
	return ManifestShard{Data: s.Data, Beside: s.Beside, Failures: s.Failures, Written: s.Report.Written, Failed: s.Report.Failed}
}

// DataFiles returns the shard's data files, in the order of FilesOf.
func (s Sidecar) DataFiles() []FileEntry {
	return append([]FileEntry{s.Data}, s.Beside...)
}
