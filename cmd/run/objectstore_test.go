package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
)

// objectStores start a server with empty buckets "input" and "output", and point the
// program at it by its own environment variables.
var objectStores = map[string]func(t *testing.T){
	"gs": func(t *testing.T) {
		server, err := fakestorage.NewServerWithOptions(fakestorage.Options{Host: "127.0.0.1", Scheme: "http"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Stop)
		for _, bucket := range []string{"input", "output"} {
			server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
		}
		t.Setenv("STORAGE_EMULATOR_HOST", server.URL())
	},
	"s3": func(t *testing.T) { s3test.Start(t, "input", "output") },
}

// The same command with gs:// or s3:// in place of folders gives the same
// bytes, and resumes there too; what is wrong is said before any download.
func TestObjectStore(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	rows := good(web, 60, testweb.Picture{Width: 64, Height: 64})
	rows[7].row.Box = nil
	input := writeDataset(t, rows)
	local := filepath.Join(t.TempDir(), "out")
	args := flags(impatient, "--shard_rows=20")
	mustRun(t, flags(args, "--input="+input, "--output="+local)...)
	want := dataHashes(t, local)

	for scheme, start := range objectStores {
		t.Run(scheme, func(t *testing.T) {
			start(t)
			in, out := scheme+"://input/faces/", scheme+"://output/run/one"
			upload(t, input, in+"faces.parquet")
			remote := flags(args, "--input="+in+"*.parquet", "--output="+out)
			mustRun(t, remote...)
			copied := download(t, out)
			mustEqualData(t, want, copied)
			checkCommitted(t, copied)
			if left := leftovers(t, copied); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}

			web.Reset()
			mustRun(t, remote...)
			for name, c := range map[string]struct {
				args []string
				says string
			}{
				"another plan":     {flags(remote, "--seed=3"), "--overwrite"},
				"no such input":    {flags(args, "--input="+scheme+"://input/nothing/*", "--output="+out+"x"), "no file matches"},
				"no input bucket":  {flags(args, "--input="+scheme+"://nobody/x.parquet", "--output="+out+"x"), "nobody/x.parquet: the bucket does not exist"},
				"no output bucket": {flags(args, "--input="+in, "--output="+scheme+"://nobody/out"), "the bucket does not exist"},
			} {
				if r := beamcrop(t, c.args...); r.code != 2 || !strings.Contains(r.stderr, c.says) || strings.Count(r.stderr, "\n") != 1 {
					t.Errorf("%s: exit code %d, %s; want 2 and one line with %q", name, r.code, r.stderr, c.says)
				}
			}
			if n := web.Stats().Requests; n > 0 {
				t.Errorf("a finished job and refused ones asked for %d pictures", n)
			}
		})
	}
}

// A run that is killed amid the upload of a shard leaves nothing to see, and
// the next one finishes the job and aborts what was under way.
func TestKilledAmidAnUpload(t *testing.T) {
	web := startWeb(t, testweb.Options{Distinct: 3})
	rows := good(web, 6, testweb.Picture{Width: 1600, Height: 1200, Quality: 95})
	input := writeDataset(t, rows)
	server := s3test.Start(t, "output")
	args := flags(impatient, "--input="+input, "--output=s3://output/run", "--shard_rows=3", "--max_bytes=10000000",
		"--encode=png", "--margin=9", "--host_concurrency=8", "--timeout=20s")

	uploading, held := make(chan struct{}, 100), make(chan struct{})
	server.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("partNumber") != "2" {
			return false
		}
		uploading <- struct{}{}
		<-held
		panic(http.ErrAbortHandler)
	})
	p := start(t, args...)
	<-uploading
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.wait(t)
	close(held)
	server.OnRequest(func(http.ResponseWriter, *http.Request) bool { return false })

	before := download(t, "s3://output/run")
	if done := len(checkCommitted(t, before)); done > 1 {
		t.Errorf("%d of 2 shards are complete, though one hung", done)
	}
	if n := len(uploads(t, server)); n == 0 {
		t.Error("no upload was under way when the program was killed")
	}
	mustRun(t, args...)
	after := download(t, "s3://output/run")
	checkCommitted(t, after)
	if n := len(readOutput(t, after).rows); n != len(rows) {
		t.Errorf("%d rows, want %d", n, len(rows))
	}
	if left := uploads(t, server); len(left) > 0 {
		t.Errorf("uploads left: %v", left)
	}
}

// uploads lists the unfinished uploads to the bucket "output" where the server
// keeps their parts.
func uploads(t *testing.T, server *s3test.Server) []string {
	t.Helper()
	return glob(t, server.Folder("output"), ".sgwtmp/multipart/*/*")
}

// upload copies a file to an object store.
func upload(t *testing.T, name, uri string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing is left open
	if err := store.WriteFile(t.Context(), uri, data); err != nil {
		t.Fatal(err)
	}
}

// download copies what is below a URI to a new folder.
func download(t *testing.T, uri string) (dir string) {
	t.Helper()
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing is left open
	found, err := store.List(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for _, info := range found {
		data, err := store.ReadFile(t.Context(), info.URI)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, strings.TrimPrefix(info.URI, uri))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What is wrong with credentials is said in a line, before any download.
func TestS3Refuses(t *testing.T) {
	web := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(web, 3, testweb.Picture{Width: 64, Height: 64}))
	s3test.Start(t, "input", "output")
	upload(t, input, "s3://input/faces.parquet")
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	for name, args := range map[string][]string{
		"input":  {"--input=s3://input/*.parquet", "--output=" + t.TempDir()},
		"output": {"--input=" + input, "--output=s3://output/run"},
	} {
		r := beamcrop(t, flags(impatient, args...)...)
		if r.code != 2 || !strings.Contains(r.stderr, "s3://"+name) || !strings.Contains(r.stderr, "no AWS credentials were found") || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("%s: exit code %d, %s", name, r.code, r.stderr)
		}
	}
	if n := web.Stats().Requests; n > 0 {
		t.Errorf("%d pictures were asked for", n)
	}
}
