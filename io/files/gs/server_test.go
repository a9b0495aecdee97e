package gs_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestConformance(t *testing.T) {
	storetest.TestStore(t, func(t *testing.T) (*files.Files, string) {
		newGS(t)
		return storetest.New(t), "gs://bucket/some/folder"
	})
}

// gsServer is an emulator of Cloud Storage on the loopback, with a bucket
// named "bucket". What intercept answers does not reach it.
type gsServer struct {
	fake      *fakestorage.Server
	intercept atomic.Pointer[func(http.ResponseWriter, *http.Request) bool]
}

func newGS(t *testing.T) *gsServer {
	t.Helper()
	s := &gsServer{}
	front := httptest.NewUnstartedServer(s)
	url := "http://" + front.Listener.Addr().String()
	fake, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, ExternalURL: url})
	if err != nil {
		t.Fatal(err)
	}
	fake.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "bucket"})
	s.fake = fake
	front.Start()
	t.Cleanup(front.Close)
	t.Setenv("STORAGE_EMULATOR_HOST", url)
	forbidMetadata(t)
	return s
}

// forbidMetadata fails the test if something looks for credentials where a
// machine in Google's cloud would find them.
func forbidMetadata(t *testing.T) {
	t.Helper()
	trap := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the metadata server was asked for %s", r.URL)
		http.NotFound(w, r)
	}))
	t.Cleanup(trap.Close)
	t.Setenv("GCE_METADATA_HOST", trap.Listener.Addr().String())
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
}

func (s *gsServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if answer := s.intercept.Load(); answer != nil && (*answer)(w, r) {
		return
	}
	s.fake.HTTPHandler().ServeHTTP(w, r)
}

// onRequest sets what sees each request first, and answers it if it likes.
func (s *gsServer) onRequest(answer func(http.ResponseWriter, *http.Request) bool) {
	s.intercept.Store(&answer)
}
