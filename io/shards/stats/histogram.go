package stats

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// Histogram counts whole numbers from 0 up in buckets that widen with the
// numbers: 0 to 7 have a bucket each, and above, every doubling is cut into four
// equal ones, so that a bucket is no wider than a quarter of its numbers. The
// zero value is empty.
type Histogram struct {
	First  int     `json:"first"`  // the bucket that Counts starts with
	Counts []int64 `json:"counts"` // by bucket; the first and the last are above 0
}

const (
	perDoubling = 4
	buckets     = perDoubling*(63-2) + perDoubling // of all int64 that are not negative
)

// Bucket returns the number of v's bucket; below 0 counts as 0.
func Bucket(v int64) int {
	if v < perDoubling {
		return int(max(v, 0))
	}
	shift := bits.Len64(uint64(v)) - 3 // leaves v's three highest bits: 4 to 7
	return perDoubling*shift + int(v>>shift)
}

// Lower returns the smallest number of a bucket.
func Lower(bucket int) int64 {
	if bucket < 2*perDoubling {
		return int64(bucket)
	}
	shift := bucket/perDoubling - 1
	return int64(bucket-perDoubling*shift) << shift
}

// Add counts v once.
func (h *Histogram) Add(v int64) {
	h.Merge(Histogram{First: Bucket(v), Counts: []int64{1}})
}

// Merge adds o's counts. It shares no memory with o.
func (h *Histogram) Merge(o Histogram) {
	if len(o.Counts) == 0 {
		return
	}
	if len(h.Counts) == 0 {
		h.First = o.First
	}
	if before := h.First - o.First; before > 0 {
		h.First, h.Counts = o.First, append(make([]int64, before, before+len(h.Counts)), h.Counts...)
	}
	if behind := o.First + len(o.Counts) - h.First - len(h.Counts); behind > 0 {
		h.Counts = append(h.Counts, make([]int64, behind)...)
	}
	for i, n := range o.Counts {
		h.Counts[o.First-h.First+i] += n
	}
}

// Count returns how many numbers were counted.
func (h Histogram) Count() int64 {
	total := int64(0)
	for _, n := range h.Counts {
		total += n
	}
	return total
}

// Quantile returns the number below which a share q, 0 to 1, of the counted ones
// lie: exact up to 7, and within a quarter above, where the numbers of a bucket
// are taken to be spread evenly. Of an empty histogram it is 0.
func (h Histogram) Quantile(q float64) int64 {
	total := h.Count()
	if total == 0 {
		return 0
	}
	rank := q * float64(total-1)
	before := 0.0
	for i, n := range h.Counts {
		if n == 0 || rank >= before+float64(n) {
			before += float64(n)
			continue
		}
		low, high := Lower(h.First+i), Lower(h.First+i+1)-1
		return low + int64((rank-before+0.5)/float64(n)*float64(high-low)+0.5)
	}
	return Lower(h.First + len(h.Counts) - 1)
}

// Validate tells a histogram from what somebody made up.
func (h Histogram) Validate() error {
	switch n := len(h.Counts); {
	case n == 0 && h.First == 0:
		return nil
	case n == 0 || h.First < 0 || h.First >= buckets || n > buckets-h.First:
		return fmt.Errorf("histogram: %d buckets from %d on", n, h.First)
	case slices.Min(h.Counts) < 0:
		return errors.New("histogram: a negative count")
	case h.Counts[0] == 0 || h.Counts[n-1] == 0:
		return errors.New("histogram: it starts or ends with an empty bucket")
	}
	return nil
}
