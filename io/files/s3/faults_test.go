package s3_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files/store"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

// lasting are the faults that every request meets until its last try but one: the
// service is away for a moment. The others come once.
var lasting = map[string]bool{"slow-down": true, "reset-before": true}

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
			counter, _ := seen.LoadOrStore(kind, new(atomic.Int32))
			if n := counter.(*atomic.Int32).Add(1); n == 1 || lasting[name] && n < store.Attempts {
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
	f := storetest.New(t)
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
	storetest.WantContent(t, f, small, "hello")
	if infos, err := f.List(t.Context(), dir); err != nil || len(infos) != 2 {
		t.Errorf("list: %v, %v", infos, err)
	}
	if err := f.Remove(t.Context(), small); err != nil {
		t.Error(err)
	}
	storetest.WantMissing(t, f, small)
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
			f := storetest.New(t)
			for op, err := range map[string]error{
				"Open":  storetest.Second(f.Open(t.Context(), c.uri)),
				"Glob":  storetest.Second(f.Glob(t.Context(), c.uri)),
				"List":  storetest.Second(f.List(t.Context(), c.uri)),
				"Write": f.WriteFile(t.Context(), c.uri, []byte("x")),
				"Clean": f.CleanTemps(t.Context(), c.uri, storetest.All),
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
