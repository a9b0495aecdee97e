// Package repeats estimates how many downloads of a job are of links that another
// shard downloads as well, in bounded memory and from what shards say of
// themselves.
//
// Each shard tells the smallest hashes of its links, its sketch. Hashes are the
// same everywhere, so a link whose hash is small enough is in the sketch of every
// shard that has it, and below the smallest bound of all sketches every link of
// the job is there as often as shards have it: a sample of the links, each with
// its exact count (bottom-k or coordinated sampling: Cohen and Kaplan,
// "Summarizing data using bottom-k sketches", 2007). With the share p of links
// that the sample holds, n repeats of links that come twice are estimated with a
// standard error of sqrt(n/p) at most; for shards of 1,000 rows p is about a
// tenth, and less in jobs of more than two million rows. Where no shard has as
// many as PerShard links the number is exact.
//
// A HyperLogLog sketch of the same size counts distinct links, to some percent of
// all of them. Repeats are the small difference to the number of rows, which that
// error would drown.
//
// It imports the standard library only.
package repeats

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"iter"
	"maps"
	"math"
	"slices"
)

const (
	// PerShard is the most links whose hashes a shard tells, in 8 bytes each.
	PerShard = 128
	// maxLinks are counted at a time: some 10 MB.
	maxLinks = 1 << 18

	hashBytes = 8
)

// Sketch returns the smallest hashes of a shard's links, ascending. No link may
// come twice.
func Sketch(links iter.Seq[string]) []byte {
	var hashes []uint64
	for l := range links {
		hashes = append(hashes, hash(l))
	}
	slices.Sort(hashes)
	var sketch []byte
	for _, h := range hashes[:min(len(hashes), PerShard)] {
		sketch = binary.BigEndian.AppendUint64(sketch, h)
	}
	return sketch
}

func hash(link string) uint64 {
	sum := sha256.Sum256([]byte(link))
	return max(binary.BigEndian.Uint64(sum[:]), 1) // 0 stands for no bound
}

// Tally adds up the sketches of a job's shards. Its zero value is empty. Given the
// same sketches in the same order it estimates the same.
type Tally struct {
	seen  map[uint64]int64 // shards by hash
	below uint64           // hashes from it on are not counted; 0: all are
}

// Add counts a shard's sketch; an error says that it is none.
func (t *Tally) Add(sketch []byte) error {
	if len(sketch)%hashBytes != 0 || len(sketch) > PerShard*hashBytes {
		return errors.New("repeats: not a sketch of links")
	}
	if t.seen == nil {
		t.seen = map[uint64]int64{}
	}
	if len(sketch) == PerShard*hashBytes { // there are more links, from its last hash on
		t.lower(binary.BigEndian.Uint64(sketch[len(sketch)-hashBytes:]))
	}
	for h := range slices.Chunk(sketch, hashBytes) {
		if h := binary.BigEndian.Uint64(h); t.below == 0 || h < t.below {
			t.seen[h]++
		}
	}
	if len(t.seen) > maxLinks {
		t.lower(slices.Sorted(maps.Keys(t.seen))[maxLinks/2])
	}
	return nil
}

// lower counts no hashes from below on.
func (t *Tally) lower(below uint64) {
	if t.below != 0 && t.below <= below {
		return
	}
	t.below = below
	maps.DeleteFunc(t.seen, func(h uint64, _ int64) bool { return h >= below })
}

// Repeats estimates how many downloads there were beyond the first of each link.
func (t *Tally) Repeats() int64 {
	var n int64
	for _, shards := range t.seen {
		n += shards - 1
	}
	if t.below == 0 {
		return n
	}
	return int64(math.Round(float64(n) / (float64(t.below) / (1 << 64))))
}
