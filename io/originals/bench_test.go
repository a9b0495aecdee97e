package originals

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// BenchmarkTenMillion opens a store of 10 million pictures, and looks for links in it.
// Its Parquet files are empty: no picture is read.
func BenchmarkTenMillion(b *testing.B) {
	const pictures, perUnit = 10_000_000, 770
	dir := b.TempDir()
	makeIndexes(b, dir, pictures, perUnit)
	f := newFiles(b)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	s := openStore(b, f, dir, Options{ReadOnly: true})
	opening := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	defer closeStore(b, s)
	if got := s.Stats(); got.Pictures < pictures {
		b.Fatalf("opened %+v", got)
	}
	metrics := func(b *testing.B) {
		b.ReportMetric(opening.Seconds(), "s/open")
		b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/pictures, "heap-B/picture")
	}
	b.Run("known", func(b *testing.B) {
		random := rand.New(rand.NewPCG(1, 2))
		for b.Loop() {
			if _, ok, err := s.Find(linkOf(random.IntN(pictures))); err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
		metrics(b)
	})
	b.Run("unknown", func(b *testing.B) {
		i := pictures
		for b.Loop() {
			i++
			if _, ok, err := s.Find(linkOf(i)); err != nil || ok {
				b.Fatal(ok, err)
			}
		}
		metrics(b)
	})
}

// makeIndexes makes a store's indexes, with Parquet files that are holes.
func makeIndexes(b *testing.B, dir string, pictures, perUnit int) {
	b.Helper()
	f := newFiles(b)
	if err := makeStore(b.Context(), f, dir); err != nil {
		b.Fatal(err)
	}
	for first := 0; first < pictures; first += perUnit {
		x := unitIndex{unit: unitName("w", first/perUnit), size: 1}
		for i := first; i < min(first+perUnit, pictures); i++ {
			k := linkKey("picture " + linkOf(i))
			x.links = append(x.links, linkEntry{link: linkKey(linkOf(i)), picture: k, fetched: 1})
			x.pictures = append(x.pictures, pictureEntry{picture: k, length: 1})
		}
		data, err := x.encode()
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.FromSlash(indexURI(dir, x.unit)), data, 0o600); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.FromSlash(picturesURI(dir, x.unit)), []byte("x"), 0o600); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPut adds pictures of a usual size to a store on the local disk.
func BenchmarkPut(b *testing.B) {
	const size = 170_000
	f, dir := newFiles(b), b.TempDir()
	s := openStore(b, f, dir, Options{})
	body := bodyOf(1, size)
	b.SetBytes(size)
	i := 0
	for b.Loop() {
		i++
		order.PutUint64(body, uint64(i))
		put(b, s, linkOf(i), body)
	}
	b.StopTimer()
	closeStore(b, s)
}
