// Package sample chooses rows uniformly, without replacement and exactly, from
// row counts alone.
//
// Every row has a priority, a 64-bit hash of (seed, file name, row number), and
// a sample of n is the n rows of lowest priority. So a choice needs no data, no
// order of visiting and no state: it is the same for every runner, shard size
// and number of workers; a larger sample contains every smaller one.
//
// The package is pure: it imports the standard library only.
package sample

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"math"
	"slices"
)

// Source is one file to sample from.
type Source struct {
	Name string // what tells it from the other sources; part of every row's priority
	Rows int64
	// Only are the numbers of the Rows rows, ascending, if they are not all from 0 on.
	// Each has the priority that it has without.
	Only iter.Seq[int64]
}

// numbers yields the source's rows.
func (src Source) numbers() iter.Seq[int64] {
	if src.Only != nil {
		return src.Only
	}
	return func(yield func(int64) bool) {
		for row := range src.Rows {
			if !yield(row) {
				return
			}
		}
	}
}

// Sample is a choice of rows among sources.
type Sample struct {
	seed    uint64
	sources []Source
	rows    int64
	all     bool
	bound   uint64 // rows of a lower priority are in,
	ties    int64  // and so are the first few of exactly this priority
}

// New chooses size of the sources' rows. Memory is 8 bytes a chosen row while
// it works, and constant afterwards.
func New(seed uint64, size Size, sources []Source) *Sample {
	var total int64
	for _, src := range sources {
		total += src.Rows
	}
	s := &Sample{seed: seed, sources: sources, rows: size.Of(total)}
	if s.rows == total {
		s.all = true
		return s
	}
	s.bound, s.ties = s.nthPriority(total)
	return s
}

// Rows returns how many rows were chosen.
func (s *Sample) Rows() int64 { return s.rows }

// All reports whether every row was chosen.
func (s *Sample) All() bool { return s.all }

// Chosen yields (index of the source, row number) of every chosen row, in the
// sources' order and ascending within each.
func (s *Sample) Chosen() iter.Seq2[int, int64] {
	return func(yield func(int, int64) bool) {
		ties := s.ties
		for i, src := range s.sources {
			key := sourceKey(s.seed, src.Name)
			for row := range src.numbers() {
				if !s.all {
					p := priority(key, row)
					if p > s.bound || (p == s.bound && ties == 0) {
						continue
					}
					if p == s.bound {
						ties--
					}
				}
				if !yield(i, row) {
					return
				}
			}
		}
	}
}

// nthPriority finds the priority of the last chosen row, and how many rows of
// exactly that priority belong to the sample. It keeps only candidates below a
// bound that is too low with negligible probability, and widens it if it was.
func (s *Sample) nthPriority(total int64) (bound uint64, ties int64) {
	share := float64(s.rows) / float64(total)
	deviation := math.Sqrt(share*(1-share)/float64(total)) + 1/float64(total)
	for margin := 8.0; ; margin *= 4 {
		candidates := s.below(share + margin*deviation)
		if int64(len(candidates)) < s.rows {
			continue
		}
		slices.Sort(candidates)
		bound = candidates[s.rows-1]
		for i := s.rows - 1; i >= 0 && candidates[i] == bound; i-- {
			ties++
		}
		return bound, ties
	}
}

// below returns the priorities in the lowest share of their range.
func (s *Sample) below(share float64) []uint64 {
	limit := uint64(math.MaxUint64)
	if share < 1 {
		limit = uint64(math.Ldexp(share, 64))
	}
	candidates := make([]uint64, 0, s.rows+s.rows/16+64)
	for _, src := range s.sources {
		key := sourceKey(s.seed, src.Name)
		for row := range src.numbers() {
			if p := priority(key, row); p <= limit {
				candidates = append(candidates, p)
			}
		}
	}
	return candidates
}

// sourceKey is where a source's sequence of priorities starts.
func sourceKey(seed uint64, name string) uint64 {
	h := sha256.New()
	_ = binary.Write(h, binary.LittleEndian, seed) // a hash never fails
	h.Write([]byte(name))
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// priority is the row-th output of SplitMix64 started at key (Steele, Lea and
// Flood, "Fast splittable pseudorandom number generators", 2014): a bijection
// of the row number, so no two rows of a source tie.
func priority(key uint64, row int64) uint64 {
	z := key + (uint64(row)+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
