package originals

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files"
)

func fullSHA256(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// fill makes a store of three units with a picture and a failure each.
func fill(t *testing.T, f *files.Files, dir string) {
	t.Helper()
	s := openStore(t, f, dir, Options{})
	for i := range 3 {
		put(t, s, linkOf(i), bodyOf(i, 1000))
		putFailure(t, s, linkOf(100+i))
		flush(t, s)
	}
	closeStore(t, s)
}

// unitsOf returns the names of a store's units.
func unitsOf(t *testing.T, f *files.Files, dir string) (units []string) {
	t.Helper()
	for _, uri := range pictureFiles(t, f, dir) {
		units = append(units, strings.TrimSuffix(strings.TrimPrefix(uri, files.Join(dir, picturesPrefix)), picturesSuffix))
	}
	return units
}

func testUncommitted(t *testing.T, f *files.Files, dir string) {
	fill(t, f, dir)
	unit := unitsOf(t, f, dir)[1]
	if err := f.Remove(t.Context(), picturesURI(dir, unit)); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, f, dir, Options{})
	if got := s.Stats(); got.Links != 4 || got.Damaged != 0 {
		t.Errorf("stats %+v, want the links of two units, and no damage", got)
	}
	wantUnknown(t, s, linkOf(1))
	wantPicture(t, s, linkOf(0), bodyOf(0, 1000))
	wantPicture(t, s, linkOf(2), bodyOf(2, 1000))
	closeStore(t, s)
}

func testDamagedPicture(t *testing.T, f *files.Files, dir string) {
	fill(t, f, dir)
	unit := unitsOf(t, f, dir)[1]
	rewrite(t, f, picturesURI(dir, unit), func(data []byte) []byte {
		at := bytes.Index(data, bodyOf(1, 1000))
		data[at+500] ^= 1
		return data
	})
	s := openStore(t, f, dir, Options{})
	wantUnknown(t, s, linkOf(1))
	wantUnknown(t, s, linkOf(1))
	wantPicture(t, s, linkOf(0), bodyOf(0, 1000))
	wantPicture(t, s, linkOf(2), bodyOf(2, 1000))
	put(t, s, linkOf(1), bodyOf(1, 1000)) // as it is asked for again
	wantPicture(t, s, linkOf(1), bodyOf(1, 1000))
	if got := s.Stats(); got.Damaged != 1 || got.Added != 1 {
		t.Errorf("stats %+v, want one damaged unit and the picture added anew", got)
	}
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	wantPicture(t, s, linkOf(1), bodyOf(1, 1000))
	closeStore(t, s)
}

func testDamagedIndex(t *testing.T, f *files.Files, dir string) {
	fill(t, f, dir)
	units := unitsOf(t, f, dir)
	index, err := f.ReadFile(t.Context(), indexURI(dir, units[0]))
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, f, indexURI(dir, units[0]), func(data []byte) []byte { data[len(data)/2] ^= 1; return data })
	rewrite(t, f, picturesURI(dir, units[1]), func(data []byte) []byte { return data[:len(data)-1] })
	for _, o := range []Options{{ReadOnly: true}, {}, {}} { // the index is made again, and written the second time
		s := openStore(t, f, dir, o)
		wantPicture(t, s, linkOf(0), bodyOf(0, 1000))
		wantUnknown(t, s, linkOf(1))
		wantPicture(t, s, linkOf(2), bodyOf(2, 1000))
		if got := s.Stats(); got.Damaged != 1 || got.Links != 4 {
			t.Errorf("stats %+v, want one damaged unit, and the links of the others", got)
		}
		want := recordOf(linkOf(0))
		want.SHA256, want.Size = fullSHA256(bodyOf(0, 1000)), 1000
		wantRecord(t, s, want)
		wantRecord(t, s, failureOf(linkOf(100)))
		closeStore(t, s)
	}
	if got, err := f.ReadFile(t.Context(), indexURI(dir, units[0])); err != nil || !bytes.Equal(got, index) {
		t.Errorf("the index that was made again differs from the first: %v", err)
	}
	for _, uri := range []string{indexURI(dir, units[0]), linesURI(dir, units[0])} { // somebody copied the Parquet file alone
		if err := f.Remove(t.Context(), uri); err != nil {
			t.Fatal(err)
		}
	}
	s := openStore(t, f, dir, Options{})
	wantPicture(t, s, linkOf(0), bodyOf(0, 1000))
	closeStore(t, s)
}

// testDeletedFile has files go while the store is open.
func testDeletedFile(t *testing.T, f *files.Files, dir string) {
	fill(t, f, dir)
	s := openStore(t, f, dir, Options{})
	unit := unitsOf(t, f, dir)[1]
	for _, uri := range []string{picturesURI(dir, unit), linesURI(dir, unit)} {
		if err := f.Remove(t.Context(), uri); err != nil {
			t.Fatal(err)
		}
	}
	wantUnknown(t, s, linkOf(1))
	wantPicture(t, s, linkOf(2), bodyOf(2, 1000))
	found, ok, err := s.Find(linkOf(101))
	if err != nil || !ok || !found.Failed {
		t.Errorf("found %+v, %v, %v; want a failure", found, ok, err)
	}
	if _, ok, err := s.Record(t.Context(), found); ok || err != nil {
		t.Errorf("record: %v, %v; want none", ok, err)
	}
	closeStore(t, s)
}

// TestWriteAgain has a bucket refuse what is added for a while, as a full disk does.
func TestWriteAgain(t *testing.T) {
	server := s3test.Start(t, "bucket")
	const dir = "s3://bucket/store"
	f := newFiles(t)
	s := openStore(t, f, dir, Options{})
	put(t, s, linkOf(1), bodyOf(1, 1000))
	server.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		w.WriteHeader(http.StatusForbidden)
		return true
	})
	if err := s.Flush(t.Context()); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("flush: %v, want an error that names the store", err)
	}
	wantPicture(t, s, linkOf(1), bodyOf(1, 1000))
	put(t, s, linkOf(2), bodyOf(2, 1000))
	server.OnRequest(func(http.ResponseWriter, *http.Request) bool { return false })
	closeStore(t, s)
	s = openStore(t, f, dir, Options{})
	for i := 1; i <= 2; i++ {
		wantPicture(t, s, linkOf(i), bodyOf(i, 1000))
	}
	closeStore(t, s)
}

// TestFailedWriteIsTold has the next who adds hear of a unit that could not be written.
func TestFailedWriteIsTold(t *testing.T) {
	server := s3test.Start(t, "bucket")
	f := newFiles(t)
	s := openStore(t, f, "s3://bucket/store", Options{UnitBytes: 1500})
	server.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		w.WriteHeader(http.StatusForbidden)
		return true
	})
	var told error
	for i := range 100 {
		if told = s.PutPicture(t.Context(), recordOf(linkOf(i)), bodyOf(i, 1000)); told != nil {
			break
		}
	}
	if told == nil {
		t.Error("a hundred pictures were added to a store that takes none")
	}
	if err := s.Close(t.Context()); err == nil {
		t.Error("close: no error")
	}
}

func FuzzIndex(f *testing.F) {
	x := unitIndex{unit: "u", size: 7, links: []linkEntry{{link: key{1}, picture: key{2}, length: 3}}, pictures: []pictureEntry{{picture: key{2}, offset: 4, length: 5}}}
	data, err := x.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"format":"beamcrop originals index","version":1,"links":-1}` + "\n"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		// With the right hash, so that what is behind it is looked at as well.
		sum := sha256.Sum256(data)
		for _, data := range [][]byte{data, append(bytes.Clone(data), sum[:]...)} {
			x, err := decodeIndex(data)
			if err != nil {
				if !errors.Is(err, errDamaged) && !errors.Is(err, ErrVersion) {
					t.Errorf("%v is neither damage nor a version", err)
				}
				continue
			}
			x.number(1)
			if len(x.links) != x.Links*linkEntryBytes || len(x.pictures) != x.Pictures*pictureEntryBytes {
				t.Errorf("%d and %d bytes of %d and %d entries", len(x.links), len(x.pictures), x.Links, x.Pictures)
			}
		}
	})
}
