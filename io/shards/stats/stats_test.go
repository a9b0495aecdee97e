package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every number lies in its bucket, buckets follow one another without a gap, and
// none is wider than a quarter of its numbers.
func TestBuckets(t *testing.T) {
	for b := range buckets - 1 {
		low, next := Lower(b), Lower(b+1)
		if next <= low || Bucket(low) != b || Bucket(next-1) != b {
			t.Fatalf("bucket %d is [%d, %d), its ends are in %d and %d", b, low, next, Bucket(low), Bucket(next-1))
		}
		if width := next - low; width > 1 && width > low/4 {
			t.Errorf("bucket %d from %d is %d wide", b, low, width)
		}
	}
	for v, want := range map[int64]int{-5: 0, 0: 0, 7: 7, 8: 8, 9: 8, 10: 9, math.MaxInt64: buckets - 1} {
		if got := Bucket(v); got != want {
			t.Errorf("%d is in bucket %d, want %d", v, got, want)
		}
	}
}

func TestQuantiles(t *testing.T) {
	for name, c := range map[string]struct {
		values []int64
		q      float64
		want   int64
		within float64
	}{
		"none":          {nil, 0.5, 0, 0},
		"one":           {[]int64{5}, 0.99, 5, 0},
		"small exactly": {[]int64{0, 1, 2, 3, 4, 5, 6}, 0.5, 3, 0},
		"median":        {upTo(1001), 0.5, 500, 0.02},
		"p90":           {upTo(1001), 0.9, 900, 0.02},
		"p99":           {upTo(1001), 0.99, 990, 0.05},
		"an outlier":    {append(slices.Repeat([]int64{3}, 99), 1<<40), 0.5, 3, 0},
		"the highest":   {[]int64{1, 2, 1 << 20}, 1, 1 << 20, 0.25},
	} {
		t.Run(name, func(t *testing.T) {
			var h Histogram
			for _, v := range c.values {
				h.Add(v)
			}
			if got := h.Quantile(c.q); math.Abs(float64(got-c.want)) > c.within*float64(c.want) {
				t.Errorf("got %d, want %d within %v", got, c.want, c.within)
			}
			if h.Count() != int64(len(c.values)) {
				t.Errorf("%d of %d are counted", h.Count(), len(c.values))
			}
		})
	}
}

// Whatever way values are parted and added up, the sum is the same.
func TestSumsDoNotDependOnOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n := 1 + random.IntN(300)
		span := int64(1) << random.IntN(40)
		var one Histogram
		var oneLine Timeline
		parts, lines := make([]Histogram, 4), make([]Timeline, 4)
		for i := range n {
			v := random.Int64N(span)
			p := random.IntN(len(parts))
			one.Add(v)
			parts[p].Add(v)
			at := time.Unix(1_700_000_000+v%1_000_000, 0)
			oneLine.Add(at, i%3 == 0)
			lines[p].Add(at, i%3 == 0)
		}
		var sum Histogram
		var line Timeline
		for _, p := range random.Perm(len(parts)) {
			sum.Merge(parts[p])
			line.Merge(lines[p])
		}
		if diff := cmp.Diff(one, sum); diff != "" {
			t.Fatalf("histogram:\n%s", diff)
		}
		if diff := cmp.Diff(oneLine, line); diff != "" {
			t.Fatalf("timeline:\n%s", diff)
		}
		if err := sum.Validate(); err != nil {
			t.Error(err)
		}
		if err := line.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestMergeSharesNothing(t *testing.T) {
	from := Histogram{First: 3, Counts: []int64{1}}
	line := Timeline{Start: 10, Step: 1, Written: []int64{1}, Failed: []int64{0}}
	var h Histogram
	var l Timeline
	h.Merge(from)
	l.Merge(line)
	h.Add(3)
	l.Add(time.Unix(10, 0), false)
	if from.Counts[0] != 1 || line.Written[0] != 1 {
		t.Error("the sum's counts are the part's")
	}
}

func TestTimelineResolution(t *testing.T) {
	for seconds, want := range map[int64]struct {
		step  int64
		slots int
	}{0: {1, 1}, 95: {1, 96}, 96: {2, 49}, 3600: {64, 57}, 86400 * 30: {32768, 80}} {
		var l Timeline
		l.Add(time.Unix(1<<20, 0), false)
		l.Add(time.Unix(1<<20+seconds, 0), true)
		if l.Step != want.step || len(l.Written) != want.slots {
			t.Errorf("%d s are %d slots of %d s, want %+v", seconds, len(l.Written), l.Step, want)
		}
		if l.Written[0] != 1 || l.Failed[len(l.Failed)-1] != 1 {
			t.Errorf("%d s: %+v", seconds, l)
		}
	}
}

func TestValidate(t *testing.T) {
	for name, h := range map[string]Histogram{
		"negative":     {Counts: []int64{1, -1, 1}},
		"starts empty": {Counts: []int64{0, 1}},
		"ends empty":   {Counts: []int64{1, 0}},
		"before 0":     {First: -1, Counts: []int64{1}},
		"too high":     {First: buckets, Counts: []int64{1}},
		"too many":     {First: 5, Counts: slices.Repeat([]int64{1}, buckets)},
		"only a first": {First: 5},
	} {
		if h.Validate() == nil {
			t.Errorf("histogram: %s passes", name)
		}
	}
	one := []int64{1}
	for name, l := range map[string]Timeline{
		"unlike":       {Step: 1, Written: one},
		"no step":      {Written: one, Failed: one},
		"only a step":  {Step: 1},
		"odd step":     {Start: 3, Step: 3, Written: one, Failed: one},
		"astray":       {Start: 3, Step: 2, Written: one, Failed: one},
		"negative":     {Step: 1, Written: one, Failed: []int64{-1}},
		"huge":         {Step: 1 << 62, Written: one, Failed: one},
		"out of range": {Start: math.MaxInt64, Step: 1, Written: one, Failed: one},
		"too many":     {Step: 1, Written: make([]int64, 97), Failed: make([]int64, 97)},
	} {
		if l.Validate() == nil {
			t.Errorf("timeline: %s passes", name)
		}
	}
}

// The sample is the same however the items were parted, and takes from
// everywhere.
func TestLowest(t *testing.T) {
	name := func(s string) string { return s }
	all := make([]string, 1000)
	for i := range all {
		all[i] = fmt.Sprintf("faces.parquet#%d", i)
	}
	want := slices.Clone(Lowest(60, slices.Clone(all), name))
	var merged []string
	for part := range slices.Chunk(all, 77) {
		merged = Lowest(60, append(merged, Lowest(60, slices.Clone(part), name)...), name)
	}
	if diff := cmp.Diff(want, merged); diff != "" {
		t.Error(diff)
	}
	half := 0
	for _, s := range want {
		if slices.Index(all, s) < 500 {
			half++
		}
	}
	if half < 18 || half > 42 {
		t.Errorf("%d of 60 are of the first half", half)
	}
	if got := Lowest(5, []string{"a", "b"}, name); len(got) != 2 {
		t.Errorf("5 of 2 are %q", got)
	}
}

func upTo(n int64) []int64 {
	values := make([]int64, n)
	for i := range values {
		values[i] = int64(i)
	}
	return values
}
