package sample

import (
	"fmt"
	"math"
	"testing"
)

type ref struct {
	source int
	row    int64
}

func chosen(s *Sample) []ref {
	var refs []ref
	for source, row := range s.Chosen() {
		refs = append(refs, ref{source, row})
	}
	return refs
}

func TestExactAscendingWithoutReplacement(t *testing.T) {
	sources := []Source{{Name: "a.parquet", Rows: 1000}, {Name: "empty.parquet", Rows: 0}, {Name: "b.parquet", Rows: 37}}
	for _, size := range []Size{{}, {Rows: 1}, {Rows: 10}, {Rows: 1036}, {Rows: 1037}, {Rows: 5000}, {Percent: 1}, {Percent: 50}, {Percent: 100}, {Percent: 0.001}} {
		t.Run(fmt.Sprintf("%+v", size), func(t *testing.T) {
			s := New(1, size, sources)
			refs := chosen(s)
			if int64(len(refs)) != size.Of(1037) || s.Rows() != size.Of(1037) {
				t.Fatalf("got %d rows (Rows says %d), want %d", len(refs), s.Rows(), size.Of(1037))
			}
			for i, r := range refs {
				if r.row < 0 || r.row >= sources[r.source].Rows {
					t.Fatalf("row %d of source %d does not exist", r.row, r.source)
				}
				if i > 0 && (refs[i-1].source > r.source || refs[i-1].source == r.source && refs[i-1].row >= r.row) {
					t.Fatalf("%v does not come after %v", r, refs[i-1])
				}
			}
		})
	}
}

// A larger sample contains a smaller one, and another file beside it changes
// no row's priority: the choice leans on (seed, file, row) alone.
func TestChoiceDependsOnSeedFileAndRowAlone(t *testing.T) {
	small := chosen(New(7, Size{Rows: 100}, []Source{{Name: "a", Rows: 5000}, {Name: "b", Rows: 5000}}))
	large := map[ref]bool{}
	for _, r := range chosen(New(7, Size{Rows: 1000}, []Source{{Name: "a", Rows: 5000}, {Name: "b", Rows: 5000}})) {
		large[r] = true
	}
	for _, r := range small {
		if !large[r] {
			t.Errorf("%v is in the sample of 100 but not in that of 1000", r)
		}
	}

	swapped := map[ref]bool{}
	for _, r := range chosen(New(7, Size{Rows: 100}, []Source{{Name: "b", Rows: 5000}, {Name: "a", Rows: 5000}})) {
		swapped[ref{1 - r.source, r.row}] = true
	}
	for _, r := range small {
		if !swapped[r] {
			t.Errorf("%v is chosen or not by the order of the files", r)
		}
	}

	other := New(8, Size{Rows: 100}, []Source{{Name: "a", Rows: 5000}, {Name: "b", Rows: 5000}})
	same := 0
	for source, row := range other.Chosen() {
		for _, r := range small {
			if (r == ref{source, row}) {
				same++
			}
		}
	}
	if same > 20 {
		t.Errorf("another seed chose %d of the same 100 rows", same)
	}
}

// Uniformity: over many seeds each row is chosen equally often (chi-square over
// rows), in no file more than in another, and neighbours are independent.
func TestUniform(t *testing.T) {
	sources := []Source{{Name: "one.parquet", Rows: 200}, {Name: "two.parquet", Rows: 300}}
	t.Run("all", func(t *testing.T) { testUniform(t, sources, 1) })
	larger := []Source{{Name: "one.parquet", Rows: 1400}, {Name: "two.parquet", Rows: 2100}}
	t.Run("filtered", func(t *testing.T) { testUniform(t, []Source{every(7, larger[0]), every(7, larger[1])}, 7) })
}

// testUniform tests sources of 200 and 300 rows, which are each step-th one.
func testUniform(t *testing.T, sources []Source, step int) {
	const rows, take, rounds = 500, 50, 4000
	counts := make([]int, rows)
	neighbours := 0
	for seed := range uint64(rounds) {
		last := -2
		for source, row := range New(seed, Size{Rows: take}, sources).Chosen() {
			i := int(row)/step + 200*source
			counts[i]++
			if i == last+1 {
				neighbours++
			}
			last = i
		}
	}
	expected := float64(rounds) * take / rows
	var chi2 float64
	for _, c := range counts {
		d := float64(c) - expected
		chi2 += d * d / expected
	}
	// Without replacement each count's variance is expected*(1-take/rows), so
	// chi2/(1-p) has rows-1 degrees of freedom: mean 499, deviation 31.6.
	z := (chi2/(1-float64(take)/rows) - (rows - 1)) / math.Sqrt(2*(rows-1))
	if math.Abs(z) > 4.5 {
		t.Errorf("chi-square is %.1f deviations from its mean", z)
	}
	pairs := float64(rounds) * (rows - 1) * take * (take - 1) / (rows * (rows - 1))
	if z := (float64(neighbours) - pairs) / math.Sqrt(pairs); math.Abs(z) > 4.5 {
		t.Errorf("%d neighbouring pairs, want about %.0f (%.1f deviations)", neighbours, pairs, z)
	}
}

// every returns the source of a file's rows whose numbers n divides: all of those
// that a filter lets through.
func every(n int64, of Source) Source {
	all := of.Rows
	of.Rows = (all + n - 1) / n
	of.Only = func(yield func(int64) bool) {
		for row := int64(0); row < all && yield(row); row += n {
		}
	}
	return of
}

// Of filtered sources exactly as many rows are chosen, of those let through alone,
// and the ones that come first without a filter: nothing but that depends on it.
func TestFiltered(t *testing.T) {
	sources := []Source{{Name: "a", Rows: 1000}, {Name: "b", Rows: 500}}
	filtered := []Source{every(7, sources[0]), every(3, sources[1])}
	let := func(r ref) bool { return r.row%[]int64{7, 3}[r.source] == 0 }
	for _, size := range []Size{{}, {Rows: 1}, {Rows: 100}, {Rows: 310}, {Rows: 5000}, {Percent: 10}} {
		got := chosen(New(5, size, filtered))
		if int64(len(got)) != size.Of(143+167) {
			t.Errorf("%+v: %d rows", size, len(got))
		}
		for _, r := range got {
			if !let(r) {
				t.Errorf("%+v: %v was chosen", size, r)
			}
		}
	}
	in := map[ref]bool{}
	for _, r := range chosen(New(5, Size{Rows: 100}, filtered)) {
		in[r] = true
	}
	for _, r := range chosen(New(5, Size{Rows: 300}, sources)) { // a fifth of all: some 62 of the 100
		if let(r) && !in[r] {
			t.Errorf("%v is among the first rows without the filter only", r)
		}
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]Size{"": {}, "0": {}, "12": {Rows: 12}, "1%": {Percent: 1}, "0.5%": {Percent: 0.5}, "100%": {Percent: 100}} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("ParseSize(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"-1", "x", "1.5", "0%", "-3%", "101%", "NaN%", "%", "1e3", "99999999999999999999"} {
		if got, err := ParseSize(text); err == nil {
			t.Errorf("ParseSize(%q) = %+v, want an error", text, got)
		}
	}
}

func BenchmarkSample100kOf13M(b *testing.B) {
	for b.Loop() {
		n := 0
		for range New(1, Size{Rows: 100_000}, []Source{{Name: "facecaption.parquet", Rows: 13_200_000}}).Chosen() {
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
}
