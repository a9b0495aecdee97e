package testhub

import (
	"crypto/sha1" //nolint:gosec // it is git's
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// entry is a file or folder in a listing.
type entry struct {
	Type string `json:"type"`
	OID  string `json:"oid"`
	Size int    `json:"size"`
	Path string `json:"path"`
	LFS  *lfs   `json:"lfs,omitempty"`
}

type lfs struct {
	OID         string `json:"oid"`
	Size        int    `json:"size"`
	PointerSize int    `json:"pointerSize"`
}

// fileEntry describes a file: one that LFS keeps by the digest of its pointer
// (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md) and of its content.
func fileEntry(path string, data []byte) entry {
	if !isLarge(path, data) {
		return entry{Type: "file", OID: gitSHA("blob", data), Size: len(data), Path: path}
	}
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	pointer := fmt.Appendf(nil, "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", digest, len(data))
	return entry{Type: "file", OID: gitSHA("blob", pointer), Size: len(data), Path: path, LFS: &lfs{digest, len(data), len(pointer)}}
}

// entries lists a folder in the order of names, folders among the files.
func entries(c commit, folder string, deep bool) (found []entry) {
	prefix := ""
	if folder != "" {
		prefix = folder + "/"
	}
	folders := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(c.files)) {
		rest, ok := strings.CutPrefix(path, prefix)
		if !ok {
			continue
		}
		elements := strings.Split(rest, "/")
		for i := 1; i < len(elements); i++ {
			sub := prefix + strings.Join(elements[:i], "/")
			if (deep || i == 1) && !folders[sub] {
				folders[sub] = true
				found = append(found, entry{Type: "directory", OID: gitSHA("tree", []byte(sub)), Path: sub})
			}
		}
		if deep || len(elements) == 1 {
			found = append(found, fileEntry(path, c.files[path]))
		}
	}
	return found
}

// gitSHA is git's name for an object.
func gitSHA(kind string, parts ...[]byte) string {
	data := slices.Concat(parts...)
	h := sha1.New() //nolint:gosec // it is git's
	_, _ = fmt.Fprintf(h, "%s %d\x00", kind, len(data))
	_, _ = h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}
