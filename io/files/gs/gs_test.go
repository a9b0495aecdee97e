package gs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

const object = "gs://bucket/folder/a.txt"

// TestGSAbortNeverEndsTheUpload looks at what is sent: the service makes an
// object of the chunk that tells the total size, or of one request with all.
func TestGSAbortNeverEndsTheUpload(t *testing.T) {
	for _, end := range []string{"abort", "cancel"} {
		t.Run(end, func(t *testing.T) {
			s := newGS(t)
			var chunks atomic.Int32
			sent := make(chan struct{})
			s.onRequest(func(_ http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/upload/") {
					return false
				}
				if kind := r.URL.Query().Get("uploadType"); kind != "resumable" {
					t.Errorf("an upload of kind %q", kind)
				}
				span := r.Header.Get("Content-Range")
				if span != "" && !strings.HasSuffix(span, "/*") {
					t.Errorf("the last chunk was sent: %s", span)
				}
				if span != "" && chunks.Add(1) == 2 {
					close(sent)
				}
				return false
			})
			f := storetest.New(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w, err := f.Create(ctx, object)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(make([]byte, 20<<20)); err != nil {
				t.Fatal(err)
			}
			<-sent
			if end == "cancel" {
				cancel()
				if err := w.Commit(); !errors.Is(err, context.Canceled) {
					t.Errorf("commit: %v, want context.Canceled", err)
				}
			}
			if err := w.Abort(); err != nil {
				t.Error(err)
			}
			if _, err := s.fake.GetObject("bucket", "folder/a.txt"); err == nil {
				t.Error("the object exists")
			}
		})
	}
}

// A folder is listed whole, page by page. The server, which would send all on one page
// if it was not asked for fewer, is made to end each after 20 objects.
func TestGSPaging(t *testing.T) {
	s := newGS(t)
	const n = 50
	for i := range n {
		s.fake.CreateObject(fakestorage.Object{ObjectAttrs: fakestorage.ObjectAttrs{BucketName: "bucket", Name: fmt.Sprintf("many/%04d.txt", i)}})
	}
	var pages atomic.Int32
	s.onRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		query := r.URL.Query()
		query.Set("maxResults", "20")
		r.URL.RawQuery = query.Encode()
		pages.Add(1)
		return false
	})
	storetest.WantMany(t, storetest.New(t), "gs://bucket/many", n)
	if pages.Load() < 9 {
		t.Errorf("%d requests for three lists of three pages", pages.Load())
	}
}

func TestGSReadsOneGeneration(t *testing.T) {
	newGS(t)
	f := storetest.New(t)
	storetest.Write(t, f, object, "old old old")
	file := storetest.Open(t, f, object)
	storetest.Write(t, f, object, "new new new")
	_, err := file.ReadAt(make([]byte, 3), 0)
	if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), object+": it was replaced") {
		t.Errorf("read of a replaced object: %v", err)
	}
}

func TestGSRetries(t *testing.T) {
	s := newGS(t)
	var failed sync.Map
	s.onRequest(func(w http.ResponseWriter, r *http.Request) bool {
		if _, again := failed.LoadOrStore(r.Method+r.URL.Path+r.URL.Query().Get("alt"), true); again {
			return false
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	f := storetest.New(t)
	storetest.Write(t, f, object, "hello")
	storetest.WantContent(t, f, object, "hello")
	if err := f.Remove(t.Context(), object); err != nil {
		t.Error(err)
	}
}

func TestGSBucketMissing(t *testing.T) {
	newGS(t)
	f := storetest.New(t)
	for op, do := range map[string]func() error{
		"Glob":   func() error { _, err := f.Glob(t.Context(), "gs://nobody/x"); return err },
		"Glob *": func() error { _, err := f.Glob(t.Context(), "gs://nobody/*.x"); return err },
		"List":   func() error { _, err := f.List(t.Context(), "gs://nobody/x"); return err },
		"Write":  func() error { return f.WriteFile(t.Context(), "gs://nobody/x", []byte("x")) },
		"Write big": func() error {
			return f.WriteFile(t.Context(), "gs://nobody/x", bytes.Repeat([]byte("x"), 9<<20))
		},
	} {
		err := do()
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "the bucket does not exist") {
			t.Errorf("%s: %v", op, err)
		}
	}
}

func TestGSForbidden(t *testing.T) {
	s := newGS(t)
	s.onRequest(func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "no", http.StatusForbidden)
		return true
	})
	f := storetest.New(t)
	for op, do := range map[string]func() error{
		"Open":   func() error { _, err := f.Open(t.Context(), object); return err },
		"List":   func() error { _, err := f.List(t.Context(), object); return err },
		"Glob":   func() error { _, err := f.Glob(t.Context(), object); return err },
		"Write":  func() error { return f.WriteFile(t.Context(), object, []byte("x")) },
		"Remove": func() error { return f.Remove(t.Context(), object) },
	} {
		if err := do(); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v, want fs.ErrPermission", op, err)
		}
	}
}

func TestGSTranscodedIsRefused(t *testing.T) {
	s := newGS(t)
	s.fake.CreateObject(fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: "bucket", Name: "packed", ContentEncoding: "gzip"},
		Content:     []byte("\x1f\x8b"),
	})
	if _, err := storetest.New(t).Open(t.Context(), "gs://bucket/packed"); err == nil || !strings.Contains(err.Error(), "gzip") {
		t.Errorf("open: %v", err)
	}
}

// TestGSFolders has what a disk cannot: folder markers, an object with the
// name of a folder, and no folder at all above it.
func TestGSFolders(t *testing.T) {
	s := newGS(t)
	for _, name := range []string{"top.txt", "x", "x/", "x/a.txt", "x/sub/", "x//b.txt"} {
		s.fake.CreateObject(fakestorage.Object{ObjectAttrs: fakestorage.ObjectAttrs{BucketName: "bucket", Name: name}})
	}
	f := storetest.New(t)
	storetest.WantList(t, f, "gs://bucket/x", "gs://bucket/x//b.txt", "gs://bucket/x/a.txt")
	storetest.WantList(t, f, "gs://bucket", "gs://bucket/top.txt", "gs://bucket/x", "gs://bucket/x//b.txt", "gs://bucket/x/a.txt")
	for pattern, want := range map[string]string{
		"gs://bucket":        "gs://bucket/top.txt gs://bucket/x",
		"gs://bucket/":       "gs://bucket/top.txt gs://bucket/x",
		"gs://bucket/*.txt":  "gs://bucket/top.txt",
		"gs://bucket/x":      "gs://bucket/x",
		"gs://bucket/x/":     "gs://bucket/x/a.txt",
		"gs://bucket/x//":    "gs://bucket/x//b.txt",
		"gs://bucket/?/*.t*": "gs://bucket/x/a.txt",
	} {
		infos, err := f.Glob(t.Context(), pattern)
		var got []string
		for _, info := range infos {
			got = append(got, info.URI)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("glob %s: %q, %v; want %q", pattern, got, err, want)
		}
	}
}

func TestGSClosed(t *testing.T) {
	newGS(t)
	f := files.New()
	storetest.Write(t, f, object, "x")
	for range 2 {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Stat(t.Context(), object); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat after close: %v", err)
	}
}
