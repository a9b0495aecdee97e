package parquet

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// TestIndexIsTheFilesOwn compares the places that Inspect finds in the page
// headers with those that were in the file before they were taken out.
func TestIndexIsTheFilesOwn(t *testing.T) {
	for _, version := range []int{1, 2} {
		f := faceFile(t, 1500, parquet.PageBufferSize(1000), parquet.MaxRowsPerRowGroup(650), parquet.DataPageVersion(version))
		index := inspect(t, unindexed(t, f), faceColumns).Index
		r := mustOpen(t, f, faceColumns)
		at := 0
		for i := range r.groups {
			chunks, err := r.chunks(i, r.schema.leaves)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range chunks {
				want, err := c.located()
				if err != nil {
					t.Fatal(err)
				}
				if len(want.Pages) < 3 {
					t.Fatalf("the file has chunks of %d pages, too few for a test", len(want.Pages))
				}
				if diff := cmp.Diff(want, index.Chunks[at]); diff != "" {
					t.Errorf("version %d, %s: %s", version, c.path(), diff)
				}
				at++
			}
		}
		if at != len(index.Chunks) {
			t.Errorf("the index has %d chunks, want %d", len(index.Chunks), at)
		}
	}
}

// TestCutKeepsWhatIsNeeded: every row can be read with what Cut leaves, which
// is the pages of its rows and no others.
func TestCutKeepsWhatIsNeeded(t *testing.T) {
	index := inspect(t, fixture(t, "rich"), richColumns).Index
	for name, sel := range rowstest.Selections(400) {
		t.Run(name, func(t *testing.T) {
			cut := index.Cut(sel)
			for _, whole := range index.Chunks {
				wanted := map[int64]bool{}
				for n := range sel.All() {
					if i := pageOf(whole.Pages, n-whole.FirstRow); i >= 0 {
						wanted[whole.Pages[i].Offset] = true
					}
				}
				got, ok := chunkIn(cut, int(whole.RowGroup), int(whole.Column))
				if ok != (len(wanted) > 0) {
					t.Fatalf("chunk %d/%d is in: %t, want %d of its pages", whole.RowGroup, whole.Column, ok, len(wanted))
				}
				for _, page := range got.Pages {
					if !wanted[page.Offset] {
						t.Errorf("page %+v is not needed", page)
					}
					delete(wanted, page.Offset)
				}
				if len(wanted) > 0 {
					t.Errorf("pages at %v are missing", wanted)
				}
			}
		})
	}
}

// TestCutsAddUp: the parts of the index that consecutive shards carry are
// together the whole index, and at most a page of each column more a shard.
func TestCutsAddUp(t *testing.T) {
	index := inspect(t, fixture(t, "facecaption"), faceColumns).Index
	whole, parts, shards := 0, 0, 0
	for _, c := range index.Chunks {
		whole += len(c.Pages)
	}
	for first := int64(0); first < 1500; first += 50 {
		shards++
		for _, c := range index.Cut(table.Range(first, 50)).Chunks {
			parts += len(c.Pages)
		}
	}
	if columns := 5; parts < whole || parts > whole+shards*columns {
		t.Errorf("%d shards carry %d pages of an index of %d", shards, parts, whole)
	}
}

// TestCutAcrossContinuedPages: pages that a wanted row goes on in are kept,
// and later pages that begin inside a row are not taken for them.
func TestCutAcrossContinuedPages(t *testing.T) {
	pages := []table.Page{
		{Offset: 0, Size: 1, First: 0, Rows: 3},
		{Offset: 1, Size: 1, First: 3, Rows: 0, Continued: true},
		{Offset: 2, Size: 1, First: 3, Rows: 2, Continued: true},
		{Offset: 3, Size: 1, First: 5, Rows: 2},
		{Offset: 4, Size: 1, First: 7, Rows: 1, Continued: true},
		{Offset: 5, Size: 1, First: 8, Rows: 1},
	}
	index := table.Index{Chunks: []table.Chunk{{FirstRow: 100, Rows: 9, Pages: pages}}}
	tests := []struct {
		name string
		sel  table.Selection
		want []table.Page
	}{
		{"a row on three pages", table.Range(102, 1), pages[0:3]},
		{"first row of a continued page", table.Range(103, 1), pages[2:3]},
		{"far rows", table.Select([]int64{101, 107}), []table.Page{pages[0], pages[1], pages[2], pages[4]}},
		{"last", table.Range(108, 1), pages[5:6]},
		{"before", table.Range(50, 10), nil},
		{"behind", table.Range(109, 10), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []table.Page
			for _, c := range index.Cut(test.sel).Chunks {
				got = append(got, c.Pages...)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for i, want := range []bool{true, true, false, true, false, false} {
		if got := follows(pages, i); got != want {
			t.Errorf("page %d goes on: %t", i, got)
		}
	}
	if cut := []table.Page{pages[0], pages[4]}; follows(cut, 0) {
		t.Error("a later page was taken for the next")
	}
}

// TestSplitRows reads lists whose values are spread over pages of version 1
// without regard to rows, for every size of page.
func TestSplitRows(t *testing.T) {
	cols := table.Columns{URL: "url", Caption: "words", Keep: []string{"words"}}
	rng := rand.New(rand.NewPCG(3, 4))
	for perPage := 1; perPage <= 12; perPage++ {
		lists := make([][]string, 60)
		for i := range lists {
			lists[i] = make([]string, rng.IntN(7))
			for j := range lists[i] {
				lists[i][j] = string(rune('a'+j)) + string(rune('0'+i%10))
			}
		}
		f := splitFile(t, lists, perPage)
		info := inspect(t, f, cols)
		continued := 0
		for _, c := range info.Index.Chunks {
			for _, p := range c.Pages {
				if p.Continued {
					continued++
				}
			}
		}
		if continued == 0 {
			t.Fatalf("no row is split by pages of %d values", perPage)
		}
		r := mustOpen(t, f, cols)
		for name, sel := range rowstest.Selections(60) {
			numbers := slices.Collect(sel.All())
			got := rowstest.Read(t, r, sel, info.Index.Cut(sel))
			if len(got) != len(numbers) {
				t.Fatalf("%d values a page, %s: %d rows came, want %d", perPage, name, len(got), len(numbers))
			}
			for i, row := range got {
				wantValues(t, numbers[i], row.Kept, listRow(lists[numbers[i]]))
				if list := lists[numbers[i]]; row.HasCaption != (len(list) > 0) || len(list) > 0 && row.Caption != list[0] {
					t.Errorf("row %d has caption %q of %q", row.Number, row.Caption, list)
				}
			}
		}
	}
}
