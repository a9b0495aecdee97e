package text_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/rows/csv"
	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/rows/jsonl"
	"github.com/beamcrop/beamcrop/io/rows/text"
	"github.com/beamcrop/beamcrop/io/table"
)

// manyRows is a CSV of so many rows, some over two lines.
func manyRows(n int64) string {
	var b strings.Builder
	b.WriteString("url,caption\n")
	for i := range n {
		fmt.Fprintf(&b, "https://h.example/%d.jpg,\"row %d\n%s\"\n", i, i, strings.Repeat("x", int(i%100)))
	}
	return b.String()
}

func manyWant(i int64) input.Row {
	return input.Row{Row: table.Row{Number: i, URL: fmt.Sprintf("https://h.example/%d.jpg", i), Caption: fmt.Sprintf("row %d\n%s", i, strings.Repeat("x", int(i%100))), HasCaption: true}}
}

var manyColumns = table.Columns{URL: "url", Caption: "caption"}

// TestTextReadCostsItsBlocks counts the bytes that are read of plain text: the
// blocks on which the rows lie, and the first bytes for the header.
func TestTextReadCostsItsBlocks(t *testing.T) {
	const n = 20_000
	f := rowstest.Text(manyRows(n))
	index := rowstest.Inspect(t, f, csv.Commas(), manyColumns).Index
	if len(index.Blocks) < 20 {
		t.Fatalf("%d blocks are too few for a test", len(index.Blocks))
	}
	for name, sel := range map[string]table.Selection{
		"first": table.Range(0, 1), "last": table.Range(n-1, 1), "run": table.Range(3000, 1000), "sparse": table.Select([]int64{17, 4000, 4001, 12_345, n - 1}), "all": table.Range(0, n),
	} {
		t.Run(name, func(t *testing.T) {
			cut := index.Cut(sel)
			var size int64
			for _, b := range cut.Blocks {
				size += b.Size
			}
			if name != "all" && size > f.Size()/3 {
				t.Fatalf("%d of %d bytes are too many for a test", size, f.Size())
			}
			r := rowstest.Open(t, f, csv.Commas(), manyColumns)
			f.Reset()
			got := rowstest.Read(t, r, sel, cut)
			if read := f.Bytes.Load(); read != size {
				t.Errorf("%d bytes were read, want %d", read, size)
			}
			var want []input.Row
			for i := range sel.All() {
				want = append(want, manyWant(i))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestShardsInOrderReadTextOnce: reads that follow each other go on where the
// last one ended, packed or not.
func TestShardsInOrderReadTextOnce(t *testing.T) {
	const n = 20_000
	text := manyRows(n)
	for name, f := range map[string]*rowstest.File{"plain": rowstest.Text(text), "gzip": rowstest.Gzip(t, text), "zstd": rowstest.Zstd(t, text)} {
		t.Run(name, func(t *testing.T) {
			index := rowstest.Inspect(t, f, csv.Commas(), manyColumns).Index
			r := rowstest.Open(t, f, csv.Commas(), manyColumns)
			shard := func(first, count int64) {
				t.Helper()
				for i, row := range rowstest.Read(t, r, table.Range(first, count), index.Cut(table.Range(first, count))) {
					if diff := cmp.Diff(manyWant(first+int64(i)), row); diff != "" {
						t.Fatal(diff)
					}
				}
			}
			f.Reset()
			for first := int64(0); first < n; first += 700 {
				shard(first, min(700, n-first))
			}
			if read := f.Bytes.Load(); read > f.Size() {
				t.Errorf("%d bytes were read of %d", read, f.Size())
			}
			f.Reset()
			shard(5000, 100)
			if read := f.Bytes.Load(); name != "plain" && (read == 0 || read > f.Size()) {
				t.Errorf("%d bytes were read for rows before the last ones", read)
			}
		})
	}
}

// TestConcurrentTextReads: each reader gets its own rows.
func TestConcurrentTextReads(t *testing.T) {
	content := manyRows(3000)
	for name, f := range map[string]*rowstest.File{"plain": rowstest.Text(content), "gzip": rowstest.Gzip(t, content[:5000], content[5000:]), "zstd": rowstest.Zstd(t, content)} {
		t.Run(name, func(t *testing.T) {
			index := rowstest.Inspect(t, f, csv.Commas(), manyColumns).Index
			r := rowstest.Open(t, f, csv.Commas(), manyColumns)
			var group sync.WaitGroup
			for worker := range uint64(8) {
				group.Go(func() {
					random := rand.New(rand.NewPCG(1, worker))
					for range 10 {
						sel := table.Range(random.Int64N(2900), 1+random.Int64N(100))
						at := sel.First
						err := r.Read(context.Background(), sel, index.Cut(sel), func(row input.Row) error {
							if !cmp.Equal(row, manyWant(at)) {
								return fmt.Errorf("row %d is %+v", at, row)
							}
							at++
							return nil
						})
						if err != nil || at != sel.First+sel.Count {
							t.Errorf("%v, at row %d", err, at)
						}
					}
				})
			}
			group.Wait()
			if text.Parked(r) > text.MaxParked {
				t.Errorf("%d places are remembered", text.Parked(r))
			}
		})
	}
}

// TestBrokenQuotesEndBlocks holds that a row whose quotes are wrong on its second
// line is invalid, and no more, also where what is read of the file ends with it.
func TestBrokenQuotesEndBlocks(t *testing.T) {
	var text strings.Builder
	text.WriteString("url\n")
	for i := range 4000 {
		if i%2 == 0 {
			fmt.Fprintf(&text, "%s\n", strings.Repeat("x", 50))
			continue
		}
		text.WriteString("\"two\nlines\"x\n")
	}
	f, cols := rowstest.Text(text.String()+"last\n"), table.Columns{URL: "url"}
	index := rowstest.Inspect(t, f, csv.Commas(), cols).Index
	broken := 0
	for _, b := range index.Blocks {
		rows := rowstest.Read(t, rowstest.Open(t, f, csv.Commas(), cols), table.Range(b.First, b.Rows), index)
		for i, row := range rows {
			if (row.Invalid != nil) != (row.Number%2 == 1) {
				t.Fatalf("row %d: %v", row.Number, row.Invalid)
			}
			if i == len(rows)-1 && row.Invalid != nil {
				broken++
			}
		}
	}
	if broken == 0 {
		t.Error("no block ends with such a row")
	}
}

func TestTextReadErrors(t *testing.T) {
	f := rowstest.Text(manyRows(100))
	info := rowstest.Inspect(t, f, csv.Commas(), manyColumns)
	r := rowstest.Open(t, f, csv.Commas(), manyColumns)
	never := func(input.Row) error { return nil }
	t.Run("beyond the end", func(t *testing.T) {
		for _, sel := range []table.Selection{table.Range(99, 2), table.Range(200, 1)} {
			err := r.Read(context.Background(), sel, info.Index, never)
			var fault *input.Error
			if err == nil || errors.As(err, &fault) {
				t.Errorf("got %v", err)
			}
		}
		packed := rowstest.Gzip(t, manyRows(100))
		if err := rowstest.Open(t, packed, csv.Commas(), manyColumns).Read(context.Background(), table.Range(99, 2), table.Index{}, never); err == nil || !strings.Contains(err.Error(), "ends before row 100") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("yield", func(t *testing.T) {
		stop := errors.New("stop")
		if err := r.Read(context.Background(), table.Range(0, 9), info.Index, func(input.Row) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := input.Inspect(ctx, f, csv.Commas(), manyColumns); !errors.Is(err, context.Canceled) {
			t.Errorf("Inspect: %v", err)
		}
		if err := rowstest.Open(t, f, csv.Commas(), manyColumns).Read(ctx, table.Range(0, 9), info.Index, never); !errors.Is(err, context.Canceled) {
			t.Errorf("Read: %v", err)
		}
	})
	t.Run("unreachable", func(t *testing.T) {
		lost := errors.New("connection lost")
		for name, f := range map[string]*rowstest.File{"plain": f, "gzip": rowstest.Gzip(t, manyRows(100)), "zstd": rowstest.Zstd(t, manyRows(100))} {
			for _, format := range []input.Format{csv.Commas(), csv.Tabs(), jsonl.Format()} {
				fresh := &rowstest.File{Data: f.Data}
				cols := table.Columns{URL: "url"}
				r, err := input.Open(fresh, format, table.Columns{URL: "url", Header: table.HeaderYes})
				if format.Name == csv.NameTabs { // it has no such column, but can be opened
					cols.URL = "url,caption"
					r, err = input.Open(fresh, format, cols)
				}
				if err != nil {
					t.Fatal(err)
				}
				fresh.Fail.Store(&lost)
				_, opening := input.Open(fresh, format, cols)
				_, inspecting := input.Inspect(context.Background(), fresh, format, cols)
				_, sniffing := rows.Sniff(fresh)
				reading := r.Read(context.Background(), table.Range(0, 9), info.Index, never)
				for what, err := range map[string]error{"Open": opening, "Inspect": inspecting, "Read": reading, "Sniff": sniffing} {
					var fault *input.Error
					if !errors.Is(err, lost) || errors.As(err, &fault) {
						t.Errorf("%s, %s: %s returned %v", name, format.Name, what, err)
					}
				}
			}
		}
	})
}
