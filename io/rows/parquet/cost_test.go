package parquet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// costFile has 10,000 rows in three row groups, with pages of about 4 KB.
func costFile(t testing.TB) *rowstest.File {
	t.Helper()
	return faceFile(t, 10_000, parquet.PageBufferSize(4<<10), parquet.MaxRowsPerRowGroup(4000), parquet.DataPageVersion(1))
}

// pagesSize returns how many bytes the pages of an index have, and how many
// there are.
func pagesSize(index table.Index) (size, pages int64) {
	for _, c := range index.Chunks {
		size += c.Dictionary.Size
		for _, p := range c.Pages {
			size += p.Size
			pages++
		}
	}
	return size, pages
}

// TestReadCostsItsPages counts the bytes that are read for some rows: those
// of the pages they lie on, and where the file has its own offset index, that.
func TestReadCostsItsPages(t *testing.T) {
	indexed := costFile(t)
	bare := unindexed(t, indexed)
	index := inspect(t, bare, faceColumns).Index
	whole, _ := pagesSize(index)
	sparse := make([]int64, 14)
	for i := range sparse {
		sparse[i] = 3400 + int64(i)*100 // near the end of one group and in the next
	}
	for name, sel := range map[string]table.Selection{
		"one":    table.Range(9_999, 1),
		"run":    table.Range(3900, 300),
		"sparse": table.Select(sparse),
		"all":    table.Range(0, 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			var want []input.Row
			for n := range sel.All() {
				want = append(want, faceWant(n))
			}
			pages, _ := pagesSize(index.Cut(sel))
			if name != "all" && pages > whole/5 {
				t.Fatalf("the rows lie on %d of %d bytes, too many for a test", pages, whole)
			}

			r := mustOpen(t, bare, faceColumns)
			bare.Reset()
			if diff := cmp.Diff(want, rowstest.Read(t, r, sel, index.Cut(sel)), ignoreKept); diff != "" {
				t.Fatal(diff)
			}
			if got := bare.Bytes.Load(); got != pages {
				t.Errorf("without an index in the file, %d bytes were read, want %d", got, pages)
			}

			r = mustOpen(t, indexed, faceColumns)
			indexed.Reset()
			if diff := cmp.Diff(want, rowstest.Read(t, r, sel, table.Index{}), ignoreKept); diff != "" {
				t.Fatal(diff)
			}
			var offsets int64
			for i := range r.groups {
				chunks, err := r.chunks(i, r.schema.leaves)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range chunks {
					offsets += int64(c.meta.OffsetIndexLength)
				}
			}
			if got := indexed.Bytes.Load(); got > pages+offsets {
				t.Errorf("with an index in the file, %d bytes were read, want at most %d", got, pages+offsets)
			}
		})
	}
}

// TestNeighboursAreReadTogether: a run of rows takes few requests, though it
// lies on many pages.
func TestNeighboursAreReadTogether(t *testing.T) {
	f := unindexed(t, costFile(t))
	index := inspect(t, f, faceColumns).Index
	r := mustOpen(t, f, faceColumns)
	f.Reset()
	sel := table.Range(1000, 2000)
	rowstest.Read(t, r, sel, index)
	if _, pages := pagesSize(index.Cut(sel)); f.Requests.Load() != int64(len(r.schema.leaves)) || pages < 4*f.Requests.Load() {
		t.Errorf("%d requests for %d pages of %d columns", f.Requests.Load(), pages, len(r.schema.leaves))
	}
}

// TestInspectCostsHeaders counts what Inspect reads: a footer, and little of
// each page. Of a file with an offset index it reads the footer alone.
func TestInspectCostsHeaders(t *testing.T) {
	indexed := costFile(t)
	inspect(t, indexed, faceColumns)
	if indexed.Requests.Load() != 1 || indexed.Bytes.Load() != tailSize {
		t.Errorf("%d requests for %d bytes of a file with an index", indexed.Requests.Load(), indexed.Bytes.Load())
	}
	bare := unindexed(t, indexed)
	_, pages := pagesSize(inspect(t, bare, faceColumns).Index)
	if got := bare.Bytes.Load() - tailSize; got > pages*headerSize*2 {
		t.Errorf("%d bytes read for %d pages", got, pages)
	}
	if got := bare.Requests.Load() - 1; got > pages*3/2 {
		t.Errorf("%d requests for %d pages", got, pages)
	}
}

// TestLongStatistics reads page headers that are longer than the first guess.
func TestLongStatistics(t *testing.T) {
	f := longFile(t)
	bare := unindexed(t, f)
	cols := table.Columns{URL: "url"}
	info := inspect(t, bare, cols)
	rows := rowstest.Read(t, mustOpen(t, bare, cols), table.Range(0, info.Rows), info.Index)
	for i, row := range rows {
		if len(row.URL) != 3000+i {
			t.Errorf("row %d has %d bytes, want %d", i, len(row.URL), 3000+i)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	f := faceFile(b, 131_072, parquet.Compression(&zstd.Codec{}))
	benchmark(b, unindexed(b, f), table.Range(0, 131_072))
}

func BenchmarkSparse(b *testing.B) {
	f := faceFile(b, 131_072, parquet.Compression(&zstd.Codec{}))
	var numbers []int64
	for i := int64(0); i < 131_000; i += 131 {
		numbers = append(numbers, i)
	}
	b.Run("index=inspected", func(b *testing.B) { benchmark(b, unindexed(b, f), table.Select(numbers)) })
	b.Run("index=own", func(b *testing.B) { benchmark(b, f, table.Select(numbers)) })
}

func benchmark(b *testing.B, f *rowstest.File, sel table.Selection) {
	index := inspect(b, f, faceColumns).Index.Cut(sel)
	r := mustOpen(b, f, faceColumns)
	b.ReportAllocs()
	for b.Loop() {
		rows := int64(0)
		if err := r.Read(b.Context(), sel, index, func(input.Row) error { rows++; return nil }); err != nil || rows != sel.Len() {
			b.Fatal(rows, err)
		}
	}
	b.ReportMetric(float64(sel.Len())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkInspect(b *testing.B) {
	f := unindexed(b, faceFile(b, 131_072, parquet.Compression(&zstd.Codec{})))
	for b.Loop() {
		inspect(b, f, faceColumns)
	}
}
