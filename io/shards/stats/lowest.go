package stats

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Lowest returns the n items whose names have the lowest hashes, lowest first:
// a random sample that depends on the names alone, never on the order of the
// items or on how they were sampled in parts before. Names must differ. The
// items are reordered.
func Lowest[T any](n int, items []T, name func(T) string) []T {
	type ranked struct {
		hash uint64
		item T
	}
	all := make([]ranked, len(items))
	for i, item := range items {
		sum := sha256.Sum256([]byte(name(item)))
		all[i] = ranked{binary.BigEndian.Uint64(sum[:]), item}
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(name(a.item), name(b.item)))
	})
	items = items[:min(n, len(items))]
	for i := range items {
		items[i] = all[i].item
	}
	return items
}
