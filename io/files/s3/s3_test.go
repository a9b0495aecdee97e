package s3_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestConformance(t *testing.T) {
	storetest.TestStore(t, func(t *testing.T) (*files.Files, string) {
		s3test.Start(t, "bucket")
		return storetest.New(t), "s3://bucket/some/folder"
	})
}

const s3Object = "s3://bucket/folder/a.txt"

// s3Client talks to the test server past the package under test.
func s3Client(t *testing.T) *s3.Client {
	t.Helper()
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
}

// s3Uploads names the unfinished uploads.
func s3Uploads(t *testing.T) (keys []string) {
	t.Helper()
	bucket := "bucket"
	found, err := s3Client(t).ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: &bucket})
	if err != nil {
		t.Fatal(err)
	}
	for _, upload := range found.Uploads {
		keys = append(keys, *upload.Key)
	}
	return keys
}

// TestS3AbortEndsTheUpload: nothing is joined, and nothing is left to pay for.
func TestS3AbortEndsTheUpload(t *testing.T) {
	for _, end := range []string{"abort", "cancel", "service down"} {
		t.Run(end, func(t *testing.T) {
			s := s3test.Start(t, "bucket")
			t.Setenv("AWS_MAX_ATTEMPTS", "1")
			s.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodPost && r.URL.Query().Has("uploadId") {
					t.Error("the upload was completed")
				}
				down := end == "service down" && r.URL.Query().Get("partNumber") == "2"
				if down {
					w.WriteHeader(http.StatusServiceUnavailable)
				}
				return down
			})
			f := storetest.New(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			w, err := f.Create(ctx, s3Object)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Write(make([]byte, 20<<20))
			if (err != nil) != (end == "service down") {
				t.Fatal(err)
			}
			if n := len(s3Uploads(t)); n != 1 {
				t.Errorf("%d uploads under way, want 1", n)
			}
			if end == "cancel" {
				cancel()
				if err := w.Commit(); !errors.Is(err, context.Canceled) {
					t.Errorf("commit: %v, want context.Canceled", err)
				}
			}
			if err := w.Abort(); err != nil {
				t.Error(err)
			}
			storetest.WantMissing(t, f, s3Object)
			if left := s3Uploads(t); len(left) > 0 {
				t.Errorf("uploads left: %q", left)
			}
		})
	}
}

// TestS3Leftovers is a run that was killed: its writers are never ended. Other
// people's uploads are none of ours.
func TestS3Leftovers(t *testing.T) {
	s3test.Start(t, "bucket")
	f := storetest.New(t)
	for _, name := range []string{"out/ours", "out/sub/ours", "out/theirs", "out2/ours"} {
		w, err := f.Create(t.Context(), "s3://bucket/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 9<<20)); err != nil {
			t.Fatal(err)
		}
	}
	storetest.WantList(t, f, "s3://bucket")
	ours := func(name string) bool { return name == "ours" || name == "sub/ours" }
	if err := f.CleanTemps(t.Context(), "s3://bucket/out", ours); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s3Uploads(t), " "); got != "out/theirs out2/ours" {
		t.Errorf("left: %s", got)
	}
}

func TestS3ReadsOneVersion(t *testing.T) {
	s3test.Start(t, "bucket")
	f := storetest.New(t)
	for name, change := range map[string]func(){
		"replaced": func() { storetest.Write(t, f, s3Object, "new new new") },
		"removed": func() {
			if err := f.Remove(t.Context(), s3Object); err != nil {
				t.Error(err)
			}
		},
	} {
		storetest.Write(t, f, s3Object, "old old old")
		file := storetest.Open(t, f, s3Object)
		change()
		_, err := file.ReadAt(make([]byte, 3), 0)
		if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), s3Object+": it was replaced or removed") {
			t.Errorf("read of a %s object: %v", name, err)
		}
	}
}

// s3Faults are what goes wrong once with every kind of request.
var s3Faults = map[string]func(s *s3test.Server, w http.ResponseWriter, r *http.Request){
	"slow-down": func(_ *s3test.Server, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "<Error><Code>SlowDown</Code></Error>")
	},
	"reset-before": func(*s3test.Server, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	// The service did it, and nobody heard.
	"reset-after": func(s *s3test.Server, _ http.ResponseWriter, r *http.Request) {
		s.Forward(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	},
	"reset-amid": func(s *s3test.Server, w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		s.Forward(answer, r)
		if r.Method == http.MethodHead { // it has no body to break
			panic(http.ErrAbortHandler)
		}
		maps.Copy(w.Header(), answer.Header())
		w.Header().Set("Content-Length", fmt.Sprint(answer.Body.Len()+1))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	},
}

func TestS3Paging(t *testing.T) {
	s := s3test.Start(t, "bucket")
	const n = 2500
	dir := filepath.Join(s.Folder("bucket"), "many")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.txt", i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := storetest.New(t)
	storetest.WantMany(t, f, "s3://bucket/many", n)
}

func TestS3Closed(t *testing.T) {
	s3test.Start(t, "bucket")
	f := files.New()
	storetest.Write(t, f, s3Object, "x")
	for range 2 {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Stat(t.Context(), s3Object); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("stat after close: %v", err)
	}
}
