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
	Fingerprint string     `json:"fingerprint"` // of the run's plan
	Shard       int        `json:"shard"`
	Shards      int        `json:"shards"`
	Data        FileEntry  `json:"data"`
	Failures    *FileEntry `json:"failures,omitempty"` // nil if no row failed
	Report      Report     `json:"report"`
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
	if err := s.Data.validate(DataName(s.Shard, s.Shards, FormatParquet), DataName(s.Shard, s.Shards, FormatJSONL)); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	if (s.Failures != nil) != (s.Report.Failed > 0) {
		return fmt.Errorf("%d failed rows do not go with the failures file", s.Report.Failed)
	}
	if s.Failures != nil {
		if err := s.Failures.validate(FailuresName(s.Shard, s.Shards)); err != nil {
			return fmt.Errorf("failures: %w", err)
		}
	}
	if s.Report.Shard != s.Shard {
		return fmt.Errorf("the report is of shard %d", s.Report.Shard)
	}
	return s.Report.validate()
}

func (f *FileEntry) validate(names ...string) error {
	known := false
	for _, name := range names {
		known = known || f.Name == name
	}
	switch {
	case !known:
		return fmt.Errorf("name %q: want %q", f.Name, names)
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
	entries := []FileEntry{s.Data}
	if s.Failures != nil {
		entries = append(entries, *s.Failures)
	}
	return entries
}
