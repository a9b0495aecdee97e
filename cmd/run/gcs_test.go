package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cloud.google.com/go/storage"
	"github.com/fsouza/fake-gcs-server/fakestorage"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The same command with gs:// in place of folders gives the same bytes, and
// resumes there too.
func TestObjectStore(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	rows := good(web, 60, testweb.Picture{Width: 64, Height: 64})
	rows[7].row.Box = nil
	input := writeDataset(t, rows)
	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{
		Host: "127.0.0.1", Scheme: "http",
		InitialObjects: []fakestorage.Object{{ObjectAttrs: fakestorage.ObjectAttrs{BucketName: "in", Name: "faces/faces.parquet"}, Content: data}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "out"})
	t.Setenv("STORAGE_EMULATOR_HOST", server.URL())

	local := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--shard_rows=20")
	mustRun(t, append(args, "--input="+input, "--output="+local)...)
	remote := append(slices.Clip(args), "--input=gs://in/faces/*.parquet", "--output=gs://out/run/one")
	mustRun(t, remote...)
	copied := download(t, server.URL(), "out", "run/one/")
	mustEqualData(t, dataHashes(t, local), copied)
	if left := leftovers(t, copied); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	web.Reset()
	mustRun(t, remote...)
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("a finished job asked for %d pictures again", n)
	}
	if r := beamcrop(t, append(slices.Clip(remote), "--seed=3")...); r.code != 2 {
		t.Errorf("another plan: exit code %d, %s", r.code, r.stderr)
	}
	if r := beamcrop(t, append(args, "--input=gs://in/nothing/*", "--output=gs://out/x")...); r.code != 2 {
		t.Errorf("no such input: exit code %d, %s", r.code, r.stderr)
	}
}

// download copies the objects below a prefix to a folder.
func download(t *testing.T, endpoint, bucket, prefix string) string {
	t.Helper()
	client, err := storage.NewClient(t.Context(), option.WithEndpoint(endpoint+"/storage/v1/"), option.WithoutAuthentication(), storage.WithJSONReads())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // nothing was written
	dir := t.TempDir()
	objects := client.Bucket(bucket).Objects(t.Context(), &storage.Query{Prefix: prefix})
	for {
		attrs, err := objects.Next()
		if err == iterator.Done { //nolint:errorlint // a sentinel that is never wrapped
			return dir
		}
		if err != nil {
			t.Fatal(err)
		}
		copyObject(t, client.Bucket(bucket).Object(attrs.Name), filepath.Join(dir, attrs.Name[len(prefix):]))
	}
}

func copyObject(t *testing.T, object *storage.ObjectHandle, to string) {
	t.Helper()
	r, err := object.NewReader(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // nothing was written
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
