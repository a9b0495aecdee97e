package files_test

import (
	"bytes"
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
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files"
)

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
			f := newFiles(t)
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
			wantMissing(t, f, s3Object)
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
	f := newFiles(t)
	for _, name := range []string{"out/ours", "out/sub/ours", "out/theirs", "out2/ours"} {
		w, err := f.Create(t.Context(), "s3://bucket/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 9<<20)); err != nil {
			t.Fatal(err)
		}
	}
	wantList(t, f, "s3://bucket")
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
	f := newFiles(t)
	for name, change := range map[string]func(){
		"replaced": func() { write(t, f, s3Object, "new new new") },
		"removed": func() {
			if err := f.Remove(t.Context(), s3Object); err != nil {
				t.Error(err)
			}
		},
	} {
		write(t, f, s3Object, "old old old")
		file := open(t, f, s3Object)
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

// TestS3Faults has each fault in a folder of its own, all at once, since most
// of the time goes by waiting.
func TestS3Faults(t *testing.T) {
	s := s3test.Start(t, "bucket")
	var seen sync.Map
	s.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
		query := r.URL.Query()
		kind := fmt.Sprint(r.Method, r.URL.Path, query.Get("prefix"), query.Has("uploads"), query.Has("uploadId"), query.Get("partNumber"))
		for name, fail := range s3Faults {
			if !strings.Contains(kind, name) {
				continue
			}
			if _, again := seen.LoadOrStore(kind, true); !again {
				fail(s, w, r)
				return true
			}
		}
		return false
	})
	var wg sync.WaitGroup
	for name := range s3Faults {
		wg.Go(func() { s3UseAll(t, "s3://bucket/"+name) })
	}
	wg.Wait()
	requests := 0
	seen.Range(func(_, _ any) bool { requests++; return true })
	if want := len(s3Faults) * 11; requests < want {
		t.Errorf("%d requests failed, want %d: the test has lost its faults", requests, want)
	}
}

// s3UseAll makes all kinds of requests.
func s3UseAll(t *testing.T, dir string) {
	t.Helper()
	f := files.New()
	defer f.Close() //nolint:errcheck // nothing is left open
	small, big := dir+"/small", dir+"/big"
	data := bytes.Repeat([]byte("0123456789abcde\n"), 9<<20/16)
	for uri, content := range map[string][]byte{small: []byte("hello"), big: data} {
		if err := f.WriteFileIf(t.Context(), uri, "", content); err != nil {
			t.Error(err)
		}
	}
	if got, err := f.ReadFile(t.Context(), big); err != nil || !bytes.Equal(got, data) {
		t.Errorf("read %d bytes, %v; want the %d written", len(got), err, len(data))
	}
	wantContent(t, f, small, "hello")
	if infos, err := f.List(t.Context(), dir); err != nil || len(infos) != 2 {
		t.Errorf("list: %v, %v", infos, err)
	}
	if err := f.Remove(t.Context(), small); err != nil {
		t.Error(err)
	}
	wantMissing(t, f, small)
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
	f := newFiles(t)
	wantMany(t, f, "s3://bucket/many", n)
}

// wantMany checks the names of n files by all ways of listing.
func wantMany(t *testing.T, f *files.Files, dir string, n int) {
	t.Helper()
	for how, list := range map[string]func() ([]files.Info, error){
		"list":   func() ([]files.Info, error) { return f.List(t.Context(), dir) },
		"folder": func() ([]files.Info, error) { return f.Glob(t.Context(), dir) },
		"glob":   func() ([]files.Info, error) { return f.Glob(t.Context(), dir+"/*.txt") },
	} {
		infos, err := list()
		if err != nil || len(infos) != n {
			t.Errorf("%s: %d files, %v; want %d", how, len(infos), err, n)
			continue
		}
		for i, info := range infos {
			if want := fmt.Sprintf("%s/%04d.txt", dir, i); info.URI != want {
				t.Fatalf("%s: file %d is %s, want %s", how, i, info.URI, want)
			}
		}
	}
}

// TestS3Errors has what users run into, and what each is to be told.
func TestS3Errors(t *testing.T) {
	s3test.Start(t, "bucket")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	for _, c := range []struct {
		name string
		env  map[string]string
		uri  string
		is   error
		want string
	}{
		{"no such bucket", nil, "s3://nobody/x", fs.ErrNotExist, "the bucket does not exist"},
		{"no credentials", map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, s3Object, fs.ErrPermission, "no AWS credentials were found"},
		{"unknown key", map[string]string{"AWS_ACCESS_KEY_ID": "who"}, s3Object, nil, "No user exists"}, // Amazon says InvalidAccessKeyId
		{"wrong secret", map[string]string{"AWS_SECRET_ACCESS_KEY": "wrong"}, s3Object, fs.ErrPermission, "does not accept the AWS credentials"},
		{"other region", map[string]string{"AWS_REGION": ""}, s3Object, nil, "set AWS_REGION"},
		{"no such profile", map[string]string{"AWS_PROFILE": "nobody"}, s3Object, nil, "nobody"},
		{"nobody there", map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, s3Object, nil, "connection refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for key, value := range c.env {
				t.Setenv(key, value)
			}
			f := newFiles(t)
			for op, err := range map[string]error{
				"Open":  second(f.Open(t.Context(), c.uri)),
				"Glob":  second(f.Glob(t.Context(), c.uri)),
				"List":  second(f.List(t.Context(), c.uri)),
				"Write": f.WriteFile(t.Context(), c.uri, []byte("x")),
				"Clean": f.CleanTemps(t.Context(), c.uri, all),
			} {
				if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.uri) {
					t.Errorf("%s: %v; want %q and the URI", op, err, c.want)
				}
				if c.is != nil && !errors.Is(err, c.is) {
					t.Errorf("%s: %v; want %v", op, err, c.is)
				}
			}
		})
	}
}

// TestS3Anonymous reads a public bucket, for which no credentials are needed.
func TestS3Anonymous(t *testing.T) {
	s3test.Start(t, "bucket")
	f := newFiles(t)
	write(t, f, s3Object, "hello")
	bucket, policy := "bucket", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
		"Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]}]}`
	if _, err := s3Client(t).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	anonymous := newFiles(t)
	wantContent(t, anonymous, s3Object, "hello")
	wantList(t, anonymous, "s3://bucket", s3Object)
	if err := anonymous.WriteFile(t.Context(), s3Object, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("write: %v, want fs.ErrPermission", err)
	}
}

// TestS3Profile takes the credentials and the place from a profile.
func TestS3Profile(t *testing.T) {
	s := s3test.Start(t, "bucket")
	profile := filepath.Join(t.TempDir(), "config")
	text := fmt.Sprintf("[profile work]\nregion = %s\nendpoint_url = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n",
		s3test.Region, s.URL, os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"))
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": "", "AWS_REGION": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_CONFIG_FILE": profile, "AWS_PROFILE": "work",
	} {
		t.Setenv(name, value)
	}
	f := newFiles(t)
	write(t, f, s3Object, "hello")
	wantContent(t, f, s3Object, "hello")
}

// TestS3FindsTheRegion has the server say its region as Amazon does, in a
// header of the answer to those who signed for another.
func TestS3FindsTheRegion(t *testing.T) {
	s := s3test.Start(t, "bucket")
	t.Setenv("AWS_REGION", "")
	s.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
		elsewhere := !strings.Contains(r.Header.Get("Authorization"), "/"+s3test.Region+"/")
		if elsewhere {
			w.Header().Set("X-Amz-Bucket-Region", s3test.Region)
			w.WriteHeader(http.StatusMovedPermanently)
		}
		return elsewhere
	})
	f := newFiles(t)
	write(t, f, s3Object, "hello")
	wantContent(t, f, s3Object, "hello")
}

func TestS3Closed(t *testing.T) {
	s3test.Start(t, "bucket")
	f := files.New()
	write(t, f, s3Object, "x")
	for range 2 {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Stat(t.Context(), s3Object); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("stat after close: %v", err)
	}
}
