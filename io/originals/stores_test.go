package originals

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(killedFolder); folder != "" {
		addUntilKilled(folder)
	}
	goleak.VerifyTestMain(m,
		// Started by the import of a package that the storage client needs.
		goleak.IgnoreAnyFunction("go.opencensus.io/stats/view.(*worker).start"))
}

// places are where the suite keeps stores. Each opens an empty folder.
var places = []struct {
	name string
	open func(t *testing.T) (f *files.Files, dir string)
}{
	{"local", func(t *testing.T) (*files.Files, string) { return newFiles(t), t.TempDir() }},
	{"gs", func(t *testing.T) (*files.Files, string) {
		startGS(t)
		return newFiles(t), "gs://bucket/some/store"
	}},
	{"s3", func(t *testing.T) (*files.Files, string) {
		s3test.Start(t, "bucket")
		return newFiles(t), "s3://bucket/some/store"
	}},
}

func newFiles(t testing.TB) *files.Files {
	t.Helper()
	f := files.New()
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return f
}

// startGS starts an emulator of Cloud Storage with a bucket named "bucket".
func startGS(t *testing.T) {
	t.Helper()
	var handler http.Handler
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	fake, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, ExternalURL: front.URL})
	if err != nil {
		t.Fatal(err)
	}
	fake.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "bucket"})
	handler = fake.HTTPHandler()
	t.Setenv("STORAGE_EMULATOR_HOST", front.URL)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
}
