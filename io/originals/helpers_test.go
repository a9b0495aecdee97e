package originals

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
)

// noon is when pictures of tests are fetched.
var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func openStore(t testing.TB, f *files.Files, uri string, o Options) *Store {
	t.Helper()
	o.TempDir = t.TempDir()
	s, err := Open(t.Context(), f, uri, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// bodyOf makes the bytes of the i-th picture.
func bodyOf(i, size int) []byte {
	body := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(i >> 16)}).Read(body)
	return body
}

func linkOf(i int) string { return fmt.Sprintf("https://pictures.example/%d.jpg", i) }

func recordOf(link string) Record {
	return Record{
		Link: link, FinalLink: link + "?final", FetchedAt: noon, Status: 200, ETag: `"v1"`, LastModified: "Mon, 30 Nov 2026 11:00:00 GMT",
		MediaType: "image/jpeg", Width: 640, Height: 480,
	}
}

func failureOf(link string) Record {
	return Record{Link: link, FetchedAt: noon, Status: 404, Limit: 9_000_000_000 / causeUnit * causeUnit, Reason: "http_4xx", Detail: "404 Not Found"}
}

func put(t testing.TB, s *Store, link string, body []byte) {
	t.Helper()
	if err := s.PutPicture(t.Context(), recordOf(link), body); err != nil {
		t.Fatal(err)
	}
}

func putFailure(t testing.TB, s *Store, link string) {
	t.Helper()
	if err := s.PutFailure(t.Context(), failureOf(link)); err != nil {
		t.Fatal(err)
	}
}

func flush(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// get returns a link's picture; nil if the store has none.
func get(t testing.TB, s *Store, link string) []byte {
	t.Helper()
	found, ok, err := s.Find(link)
	if err != nil {
		t.Fatal(err)
	}
	if !ok || found.Failed {
		return nil
	}
	body, err := s.Picture(t.Context(), found)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func wantPicture(t testing.TB, s *Store, link string, want []byte) {
	t.Helper()
	if got := get(t, s, link); !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes, want those %d", link, len(got), len(want))
	}
}

func wantUnknown(t testing.TB, s *Store, link string) {
	t.Helper()
	if body := get(t, s, link); body != nil {
		t.Errorf("%s: there is a picture, want none", link)
	}
}

// wantRecord checks what the store knows of a link.
func wantRecord(t testing.TB, s *Store, want Record) {
	t.Helper()
	found, ok, err := s.Find(want.Link)
	if err != nil || !ok {
		t.Fatalf("find %s: %v, %v", want.Link, ok, err)
	}
	got, ok, err := s.Record(t.Context(), found)
	if err != nil || !ok {
		t.Fatalf("record of %s: %v, %v", want.Link, ok, err)
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if found.Failed && found.Cause != (Cause{want.Reason, want.Status, want.Limit}) {
		t.Errorf("found %+v, want the cause of %+v", found, want)
	}
	if found.Failed != (want.Reason != "") || !found.FetchedAt.Equal(want.FetchedAt) {
		t.Errorf("found %+v, want failed=%v at %v", found, want.Reason != "", want.FetchedAt)
	}
}

// pictureFiles returns the Parquet files of a store.
func pictureFiles(t testing.TB, f *files.Files, uri string) (uris []string) {
	t.Helper()
	infos, err := f.List(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range infos {
		if strings.HasSuffix(info.URI, picturesSuffix) {
			uris = append(uris, info.URI)
		}
	}
	return uris
}

// rowsIn reads the Parquet files of a store with parquet-go alone.
func rowsIn(t testing.TB, f *files.Files, uri string) (rows []pictureRow) {
	t.Helper()
	for _, file := range pictureFiles(t, f, uri) {
		data, err := f.ReadFile(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		some, err := parquet.Read[pictureRow](bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, some...)
	}
	return rows
}

// rewrite changes a file.
func rewrite(t testing.TB, f *files.Files, uri string, change func([]byte) []byte) {
	t.Helper()
	data, err := f.ReadFile(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.WriteFile(t.Context(), uri, change(data)); err != nil {
		t.Fatal(err)
	}
}
