package originals

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomKey is a key that repeats, and whose first bytes do.
func randomKey(random *rand.Rand) (k key) {
	k[0] = byte(random.IntN(4))
	k[15] = byte(random.IntN(200))
	return k
}

func wantEntries(t *testing.T, tab *table, want map[key][]uint32) {
	t.Helper()
	for k, units := range want {
		var got []uint32
		if err := tab.find(k, func(e []byte) { got = append(got, decodePictureEntry(e).unit) }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		slices.Sort(units)
		if !slices.Equal(got, units) {
			t.Fatalf("key %x: units %v, want %v", k, got, units)
		}
	}
	if err := tab.find(key{9}, func([]byte) { t.Error("an entry of a key that was not added") }); err != nil {
		t.Fatal(err)
	}
}

// TestTable compares tables, filled in one way and another, with a map.
func TestTable(t *testing.T) {
	for _, sorted := range []int{0, 1, 63, 64, 65, 5000} {
		t.Run(fmt.Sprint(sorted), func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, uint64(sorted)))
			want := map[key][]uint32{}
			next := uint32(0)
			some := func(n int) (entries []byte) {
				for range n {
					e := pictureEntry{picture: randomKey(random), unit: next}
					want[e.picture] = append(want[e.picture], next)
					next++
					entries = e.append(entries)
				}
				return entries
			}
			dir := t.TempDir()
			sorter := newSorter(dir, pictureEntryBytes, 10*partBytes)
			if err := sorter.add(some(sorted)); err != nil {
				t.Fatal(err)
			}
			first, err := sorter.finish()
			if err != nil {
				t.Fatal(err)
			}
			tab := &table{dir: dir, size: pictureEntryBytes, runs: []*run{first}}
			wantEntries(t, tab, want)
			for range 40 {
				if err := tab.add(some(random.IntN(200))); err != nil {
					t.Fatal(err)
				}
				wantEntries(t, tab, want)
			}
			if n := len(tab.runs); n > 6 {
				t.Errorf("%d runs after 41 additions", n)
			}
			if err := tab.close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
