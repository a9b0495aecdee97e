package workplan

import "slices"

// Share is which shards of a job array are one part's to do first. The zero value
// is all of them.
type Share struct {
	Part int // from 1
	Of   int
}

// Owns says whether a shard is in the share. Parts take turns, since neighbours in
// the input are often as slow as each other.
func (s Share) Owns(shard int) bool { return s.Of <= 1 || shard%s.Of == s.Part-1 }

// Rows returns how many of the sampled rows are in the share, in shards of size rows.
func (s Share) Rows(sampled int64, size int) int64 {
	var rows int64
	for shard := range Count(sampled, size) {
		if s.Owns(shard) {
			rows += RowsOf(shard, sampled, size)
		}
	}
	return rows
}

// Rotate puts shards in an order in which parts that go through them at the same
// time are at different places.
func (s Share) Rotate(all []Shard) []Shard {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Shard) int { return a.Number - b.Number })
	if s.Of <= 1 {
		return all
	}
	start := len(all) * (s.Part - 1) / s.Of
	return slices.Concat(all[start:], all[:start])
}
