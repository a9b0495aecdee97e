package originals

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
)

// TestConformance holds a store to its promises wherever it lies.
func TestConformance(t *testing.T) {
	suite := []struct {
		name string
		test func(t *testing.T, f *files.Files, dir string)
	}{
		{"RoundTrip", testRoundTrip},
		{"ManyUnits", testManyUnits},
		{"WrittenOnce", testWrittenOnce},
		{"TheLatestCounts", testTheLatestCounts},
		{"TwoWriters", testTwoWriters},
		{"Max", testMax},
		{"ReadOnly", testReadOnly},
		{"OtherFolders", testOtherFolders},
		{"Uncommitted", testUncommitted},
		{"DamagedPicture", testDamagedPicture},
		{"DamagedIndex", testDamagedIndex},
		{"DeletedFile", testDeletedFile},
		{"Remove", testRemove},
	}
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			for _, c := range suite {
				t.Run(c.name, func(t *testing.T) {
					f, dir := p.open(t)
					c.test(t, f, dir)
				})
			}
		})
	}
}

func testRoundTrip(t *testing.T, f *files.Files, dir string) {
	s := openStore(t, f, dir, Options{})
	sizes := []int{1, 100, 300_000, 70_000, 5}
	check := func() {
		t.Helper()
		for i, size := range sizes {
			wantPicture(t, s, linkOf(i), bodyOf(i, size))
			r := recordOf(linkOf(i))
			r.Size, r.SHA256 = size, fullSHA256(bodyOf(i, size))
			wantRecord(t, s, r)
		}
		wantRecord(t, s, failureOf("https://dead.example/"))
		wantUnknown(t, s, "https://dead.example/")
		wantUnknown(t, s, "https://other.example/")
	}
	for i, size := range sizes {
		put(t, s, linkOf(i), bodyOf(i, size))
	}
	putFailure(t, s, "https://dead.example/")
	check() // before it is written
	flush(t, s)
	check()
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	check()
	if got := s.Stats(); got.Links != 6 || got.Pictures != 5 || got.Added != 0 {
		t.Errorf("stats %+v, want 6 links and 5 pictures", got)
	}
	closeStore(t, s)
	rows := rowsIn(t, f, dir)
	if len(rows) != len(sizes) {
		t.Fatalf("%d rows, want %d", len(rows), len(sizes))
	}
	for i, row := range rows {
		r := recordOf(linkOf(i))
		r.Size, r.SHA256, r.Status = sizes[i], fullSHA256(bodyOf(i, sizes[i])), 0
		if got := row.record(); got != r || !bytes.Equal(row.Image.Bytes, bodyOf(i, sizes[i])) {
			t.Errorf("row %d: %+v, want %+v and its bytes", i, got, r)
		}
	}
}

func testManyUnits(t *testing.T, f *files.Files, dir string) {
	const count, size = 60, 20_000
	s := openStore(t, f, dir, Options{UnitBytes: 8 * size})
	for i := range count {
		put(t, s, linkOf(i), bodyOf(i, size))
		wantPicture(t, s, linkOf(i/2), bodyOf(i/2, size))
	}
	closeStore(t, s)
	if n := len(pictureFiles(t, f, dir)); n != 8 {
		t.Errorf("%d units, want 8", n)
	}
	s = openStore(t, f, dir, Options{})
	for i := range count {
		wantPicture(t, s, linkOf(i), bodyOf(i, size))
	}
	closeStore(t, s)
}

func testWrittenOnce(t *testing.T, f *files.Files, dir string) {
	body := bodyOf(1, 1000)
	links := []string{"https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/"}
	s := openStore(t, f, dir, Options{})
	put(t, s, links[0], body)
	put(t, s, links[1], body) // of the same batch
	flush(t, s)
	put(t, s, links[2], body) // of the same process
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	put(t, s, links[3], body) // of another
	if got := s.Stats(); got.Shared != 1 || got.Added != 0 {
		t.Errorf("stats %+v, want the picture shared", got)
	}
	closeStore(t, s)
	if rows := rowsIn(t, f, dir); len(rows) != 1 {
		t.Errorf("the picture was written %d times", len(rows))
	}
	s = openStore(t, f, dir, Options{})
	for _, link := range links {
		wantPicture(t, s, link, body)
	}
	closeStore(t, s)
}

func testTheLatestCounts(t *testing.T, f *files.Files, dir string) {
	const link = "https://a.example/"
	s := openStore(t, f, dir, Options{})
	put(t, s, link, bodyOf(1, 100))
	flush(t, s)
	gone := failureOf(link)
	gone.FetchedAt = noon.Add(48 * 60 * 60e9)
	if err := s.PutFailure(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	wantRecord(t, s, gone)
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	wantRecord(t, s, gone)
	same := recordOf(link)
	same.SHA256, same.Size, same.FetchedAt = fullSHA256(bodyOf(1, 100)), 100, noon.Add(96*60*60e9)
	if err := s.PutUnchanged(t.Context(), same); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	wantRecord(t, s, same)
	wantPicture(t, s, link, bodyOf(1, 100))
	put(t, s, link, bodyOf(2, 100)) // older, as a job's whose clock is behind
	wantPicture(t, s, link, bodyOf(2, 100))
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	wantRecord(t, s, same)
	closeStore(t, s)
}

func testTwoWriters(t *testing.T, f *files.Files, dir string) {
	const writers, count, size = 3, 40, 3000
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			s, err := Open(t.Context(), f, dir, Options{UnitBytes: 10 * size, TempDir: t.TempDir()})
			if err != nil {
				t.Error(err)
				return
			}
			for i := range count {
				link := fmt.Sprintf("%s?%d", linkOf(i), w)
				if err := s.PutPicture(t.Context(), recordOf(link), bodyOf(1000*w+i, size)); err != nil {
					t.Error(err)
				}
			}
			if err := s.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openStore(t, f, dir, Options{})
	for w := range writers {
		for i := range count {
			wantPicture(t, s, fmt.Sprintf("%s?%d", linkOf(i), w), bodyOf(1000*w+i, size))
		}
	}
	closeStore(t, s)
}

func testMax(t *testing.T, f *files.Files, dir string) {
	const size = 10_000
	s := openStore(t, f, dir, Options{Max: 5 * size})
	for i := range 20 {
		put(t, s, linkOf(i), bodyOf(i, size))
	}
	putFailure(t, s, "https://dead.example/")
	if got := s.Stats(); got.Added != 4 || got.Refused != 17 || s.NewlyRefused() != 17 || s.NewlyRefused() != 0 {
		t.Errorf("%+v; want 4 pictures added and 17 not", got)
	}
	closeStore(t, s)
	infos, err := f.List(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if total := newListing(dir, infos).bytes; total > 5*size {
		t.Errorf("the store has %d bytes, more than %d", total, 5*size)
	}
	s = openStore(t, f, dir, Options{Max: 5 * size})
	for i := range 4 {
		wantPicture(t, s, linkOf(i), bodyOf(i, size))
	}
	wantUnknown(t, s, linkOf(4))
	closeStore(t, s)
}

func testReadOnly(t *testing.T, f *files.Files, dir string) {
	s := openStore(t, f, dir, Options{ReadOnly: true})
	put(t, s, linkOf(1), bodyOf(1, 100))
	wantUnknown(t, s, linkOf(1))
	closeStore(t, s)
	if infos, err := f.List(t.Context(), dir); err != nil || len(infos) > 0 {
		t.Errorf("%d files, %v; want none", len(infos), err)
	}
}

func testOtherFolders(t *testing.T, f *files.Files, dir string) {
	tests := []struct {
		name, file, text string
		want             error
	}{
		{"other files", "holiday.jpg", "x", ErrNoStore},
		{"another marker", "_originals/store.json", `{"format":"tea"}`, ErrNoStore},
		{"no JSON", "_originals/store.json", `x`, ErrNoStore},
		{"later version", "_originals/store.json", `{"format":"beamcrop originals","version":2}`, ErrVersion},
	}
	for i, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			uri := files.Join(dir, fmt.Sprint("folder", i))
			if err := f.WriteFile(t.Context(), files.Join(uri, c.file), []byte(c.text)); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), f, uri, Options{}); !errors.Is(err, c.want) || !strings.Contains(err.Error(), uri) {
				t.Errorf("open: %v, want %v and the folder", err, c.want)
			}
			if err := Check(t.Context(), f, uri); !errors.Is(err, c.want) {
				t.Errorf("check: %v, want %v", err, c.want)
			}
			if infos, err := f.List(t.Context(), uri); err != nil || len(infos) != 1 {
				t.Errorf("%d files, %v; want the one that was there", len(infos), err)
			}
		})
	}
}
