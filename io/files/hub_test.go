package files_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/io/files"
)

const hubRoot = "hf://datasets/" + hubDataset

// TestHubReadsOneCommit changes a dataset behind a reader's back.
func TestHubReadsOneCommit(t *testing.T) {
	hub := testhub.Start(t)
	hub.Put(hubDataset, "a.parquet", []byte("old"))
	commit := hub.Commit(hubDataset)
	var asked int
	hub.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/revision/") {
			asked++
		}
		return false
	})
	f := newFiles(t)
	pinned, err := f.Pin(t.Context(), hubRoot+"/*.parquet")
	if want := hubRoot + "@" + commit + "/*.parquet"; err != nil || pinned != want {
		t.Fatalf("pinned as %s, %v; want %s", pinned, err, want)
	}
	hub.Put(hubDataset, "a.parquet", []byte("new"))
	hub.Put(hubDataset, "b.parquet", []byte("new too"))
	for _, reader := range []*files.Files{f, newFiles(t)} { // the launcher, a worker
		infos, err := reader.Glob(t.Context(), pinned)
		if err != nil || len(infos) != 1 || infos[0].URI != hubRoot+"@"+commit+"/a.parquet" {
			t.Fatalf("got %v, %v", infos, err)
		}
		wantContent(t, reader, infos[0].URI, "old")
	}
	wantContent(t, f, hubRoot+"/a.parquet", "old") // main as it was
	if asked != 1 {
		t.Errorf("main's commit was asked for %d times, want once", asked)
	}
	if same, err := f.Pin(t.Context(), "s3://bucket/x"); same != "s3://bucket/x" || err != nil {
		t.Errorf("pinned as %s, %v", same, err)
	}
}

// TestHubVersion is of the content: another file's change is none of this one's.
func TestHubVersion(t *testing.T) {
	hub := testhub.Start(t)
	for _, name := range []string{"a.parquet", "a.txt"} { // with and without LFS
		uri := hubRoot + "/" + name
		var versions []string
		for _, change := range [][2]string{{name, "one"}, {"README.md", "changed"}, {name, "two"}, {name, "one"}} {
			hub.Put(hubDataset, change[0], []byte(change[1]))
			versions = append(versions, stat(t, newFiles(t), uri).Version)
		}
		if v := versions; v[0] != v[1] || v[1] == v[2] || v[0] != v[3] {
			t.Errorf("%s: versions %v", name, v)
		}
	}
}

func TestHubRevisions(t *testing.T) {
	hub := testhub.Start(t)
	var first string
	for i, ref := range []string{"v1", "refs/pr/1", "refs/convert/parquet", "feature/x", "release"} {
		hub.Put(hubDataset, "sub/a.txt", []byte(ref))
		hub.Tag(hubDataset, ref)
		if i == 0 {
			first = hub.Commit(hubDataset)
		}
	}
	f := newFiles(t)
	for revision, want := range map[string]string{
		"@v1": "v1", "@refs/pr/1": "refs/pr/1", "@refs/convert/parquet": "refs/convert/parquet", "@refs%2Fpr%2F1": "refs/pr/1",
		"@feature%2Fx": "feature/x", "@release": "release", "@main": "release", "": "release", "@" + first: "v1",
	} {
		for _, pattern := range []string{"sub/a.txt", "sub", "**/*.txt"} {
			infos, err := f.Glob(t.Context(), hubRoot+revision+"/"+pattern)
			if err != nil || len(infos) != 1 || files.Plain(infos[0].URI) != hubRoot+"/sub/a.txt" {
				t.Fatalf("%s/%s: %v, %v", revision, pattern, infos, err)
			}
			wantContent(t, f, infos[0].URI, want)
		}
	}
}

func TestHubPaging(t *testing.T) {
	hub := testhub.Start(t)
	hub.SetPage(40)
	for i := range 250 {
		hub.Put(hubDataset, fmt.Sprintf("many/%04d.txt", i), nil)
	}
	wantMany(t, newFiles(t), hubRoot+"@"+hub.Commit(hubDataset)+"/many", 250)
}

// TestHubToken: the token is shown to the Hub and to nobody else (the test's
// CDN says so if it is shown one), neither after a redirect nor by a page's
// link to the next.
func TestHubToken(t *testing.T) {
	for name, login := range map[string]func(t *testing.T){
		"variable":     func(t *testing.T) { t.Setenv("HF_TOKEN", " hf_good\n") },
		"old variable": func(t *testing.T) { t.Setenv("HUGGING_FACE_HUB_TOKEN", "hf_good") },
		"login":        func(t *testing.T) { writeToken(t, filepath.Join(os.Getenv("HF_HOME"), "token")) },
		"token file": func(t *testing.T) {
			t.Setenv("HF_TOKEN_PATH", filepath.Join(t.TempDir(), "t"))
			writeToken(t, os.Getenv("HF_TOKEN_PATH"))
		},
		"cache folder": func(t *testing.T) {
			t.Setenv("HF_HOME", "")
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			writeToken(t, filepath.Join(os.Getenv("XDG_CACHE_HOME"), "huggingface", "token"))
		},
		"home": func(t *testing.T) {
			t.Setenv("HF_HOME", "")
			t.Setenv("XDG_CACHE_HOME", "")
			t.Setenv("HOME", t.TempDir())
			writeToken(t, filepath.Join(os.Getenv("HOME"), ".cache", "huggingface", "token"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			hub := testhub.Start(t)
			hub.Put(hubDataset, "a.parquet", []byte("large"))
			hub.Put(hubDataset, "b.txt", []byte("small"))
			hub.Gate(hubDataset, "hf_good", true)
			hub.SetPage(1)
			login(t)
			f := newFiles(t)
			if infos, err := f.Glob(t.Context(), hubRoot); err != nil || len(infos) != 2 {
				t.Fatalf("%v, %v", infos, err)
			}
			wantContent(t, f, hubRoot+"/a.parquet", "large")
			wantContent(t, f, hubRoot+"/b.txt", "small")
		})
	}
}

func writeToken(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("hf_good\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestHubErrors has what users run into, and what each is to be told.
func TestHubErrors(t *testing.T) {
	const limited = "owner/limited"
	for _, c := range []struct {
		name, token, uri string
		is               error
		want             string
	}{
		{"gated, nobody", "", "owner/gated/a.parquet", fs.ErrPermission, "owner/gated is gated, private, or does not exist: set HF_TOKEN"},
		{"gated, no access", "hf_other", "owner/gated/a.parquet", fs.ErrPermission, "ask for access on HUB/datasets/owner/gated"},
		{"private, nobody", "", "owner/private/a.parquet", fs.ErrPermission, "set HF_TOKEN"},
		{"private, no access", "hf_other", "owner/private/a.parquet", nil, "no dataset owner/private, or its token may not see it"},
		{"bad token", "invalid", "owner/gated/a.parquet", fs.ErrPermission, "does not accept the token"},
		{"no dataset, nobody", "", "owner/nowhere/a.parquet", fs.ErrPermission, "owner/nowhere is gated, private, or does not exist"},
		{"no dataset", "hf_other", "owner/nowhere/a.parquet", nil, "no dataset owner/nowhere"},
		{"no revision", "", hubDataset + "@v9/a.parquet", nil, `owner/faces has no revision "v9"`},
		{"no file", "", hubDataset + "/b.parquet", fs.ErrNotExist, "no file matches"},
		{"limited", "", limited + "/a.parquet", nil, "higher with HF_TOKEN set"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hub := testhub.Start(t)
			for _, name := range []string{hubDataset, "owner/gated", "owner/private", limited} {
				hub.Put(name, "a.parquet", []byte("x"))
			}
			hub.Gate("owner/gated", "hf_good", true)
			hub.Gate("owner/private", "hf_good", false)
			hub.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, limited) {
					return false
				}
				w.Header().Set("RateLimit", `"api";r=0;t=0`)
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			})
			t.Setenv("HF_TOKEN", c.token)
			f, uri := newFiles(t), "hf://datasets/"+c.uri
			for op, err := range map[string]error{
				"Open": second(f.Open(t.Context(), uri)),
				"Glob": second(f.Glob(t.Context(), uri)),
			} {
				want := strings.ReplaceAll(c.want, "HUB", hub.URL)
				if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), uri) {
					t.Errorf("%s: %v; want %q and the URI", op, err, want)
				}
				if errors.Is(err, fs.ErrNotExist) != (c.is == fs.ErrNotExist) || c.is != nil && !errors.Is(err, c.is) { //nolint:errorlint // which one the table names
					t.Errorf("%s: %v; want %v", op, err, c.is)
				}
			}
		})
	}
}

func TestHubMistakes(t *testing.T) {
	f := newFiles(t)
	for _, uri := range []string{
		"hf://", "hf://owner/model/x", "hf://models/owner/name/x", "hf://buckets/owner/name/x", "hf://datasets/", "hf://datasets/squad",
		"hf://datasets//faces/x", "hf://datasets/owner/faces@/x", "hf://datasets/owner/faces@%/x", "hf://datasets/owner/*/x", "hf://datasets/owner/@v1/x",
	} {
		for op, err := range map[string]error{
			"Glob": second(f.Glob(t.Context(), uri)),
			"Open": second(f.Open(t.Context(), uri)),
			"Pin":  second(f.Pin(t.Context(), uri)),
		} {
			if err == nil || !strings.Contains(err.Error(), "write hf://datasets/OWNER/NAME[@REVISION]/PATH") || !strings.Contains(err.Error(), uri) {
				t.Errorf("%s(%s): %v", op, uri, err)
			}
		}
	}
	t.Setenv("HF_ENDPOINT", "huggingface.co")
	if err := second(newFiles(t).Glob(t.Context(), hubRoot)); err == nil || !strings.Contains(err.Error(), "HF_ENDPOINT=huggingface.co is not a link") {
		t.Errorf("got %v", err)
	}
}

// TestHubAsksSparingly: the Hub counts requests, so it is asked once for where
// a file lies, and again when the link to there has run out.
func TestHubAsksSparingly(t *testing.T) {
	hub := testhub.Start(t)
	hub.Put(hubDataset, "a.parquet", []byte("0123456789"))
	resolved := 0
	hub.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/resolve/") {
			resolved++
		}
		return false
	})
	file := open(t, newFiles(t), hubRoot+"/a.parquet")
	for i := range 6 {
		if i == 3 {
			hub.Expire()
		}
		p := make([]byte, 2)
		if _, err := file.ReadAt(p, int64(i)); err != nil || string(p) != webText[i:i+2] {
			t.Errorf("read %q, %v", p, err)
		}
	}
	if resolved != 2 {
		t.Errorf("the Hub was asked %d times where the file lies, want twice", resolved)
	}
}

// TestHubWithoutRanges reads small files whole, once.
func TestHubWithoutRanges(t *testing.T) {
	hub := testhub.Start(t)
	hub.RefuseRanges()
	hub.Put(hubDataset, "a.csv", []byte(webText))
	var mu sync.Mutex
	sent := 0
	hub.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if strings.Contains(r.URL.Path, "/resolve-cache/") {
			sent++
		}
		return false
	})
	file := open(t, newFiles(t), hubRoot+"/a.csv")
	for range 3 {
		text, err := io.ReadAll(io.NewSectionReader(file, 3, 4))
		if err != nil || string(text) != webText[3:7] {
			t.Errorf("read %q, %v", text, err)
		}
	}
	if sent != 1 {
		t.Errorf("the file was sent %d times, want once", sent)
	}
}

func TestPlain(t *testing.T) {
	for uri, want := range map[string]string{
		"/tmp/a?b@c":                                "/tmp/a?b@c",
		"gs://b/x?y#z":                              "gs://b/x?y#z",
		"https://me:pw@host:8/a/b.csv?k=/v@#f":      "https://host:8/a/b.csv",
		"https://host/a@b.csv":                      "https://host/a@b.csv",
		"http://host":                               "http://host",
		"hf://datasets/o/n@refs/pr/1/a/b@2.parquet": "hf://datasets/o/n/a/b@2.parquet",
		"hf://datasets/o/n@main":                    "hf://datasets/o/n",
		"hf://datasets/o/n/a":                       "hf://datasets/o/n/a",
	} {
		if got := files.Plain(uri); got != want {
			t.Errorf("Plain(%s) = %s, want %s", uri, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("https://me:pw@host:8/a/b.csv?k=v#f")
	f.Add("hf://datasets/o/n@refs/pr/1/a/b")
	f.Fuzz(func(t *testing.T, uri string) {
		plain := files.Plain(uri)
		if again := files.Plain(plain); again != plain {
			t.Errorf("Plain(%q) = %q, and of that %q", uri, plain, again)
		}
	})
}

// TestHubAnswersAsTheHubDoes has huggingface_hub itself read the test Hub.
func TestHubAnswersAsTheHubDoes(t *testing.T) {
	python := os.Getenv("BEAMCROP_PYTHON")
	if python == "" {
		const missing = "set BEAMCROP_PYTHON to a Python with huggingface_hub; left out: that it can read the test Hub"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	hub := testhub.Start(t)
	hub.SetPage(2)
	for name, text := range map[string]string{"data/a b.parquet": "large", "data/b.parquet": "large too", "data/deep/c.parquet": "deep", "README.md": "small"} {
		hub.Put(hubDataset, name, []byte(text))
	}
	hub.Gate(hubDataset, "hf_good", true)
	t.Setenv("HF_TOKEN", "hf_good")
	t.Setenv("HF_HUB_DISABLE_XET", "1")
	const script = `
from huggingface_hub import HfFileSystem
fs = HfFileSystem(use_listings_cache=False)
for path in sorted(fs.glob("datasets/owner/faces/**")):
    info = fs.info(path)
    if info["type"] == "file":
        lfs = info["lfs"]
        print(path, info["size"], lfs["sha256"] if lfs else info["blob_id"], fs.read_text(path), sep="\t")
`
	cmd := exec.CommandContext(t.Context(), python, "-c", script)
	cmd.Env = append(os.Environ(), "HF_HUB_CACHE="+t.TempDir())
	var said strings.Builder
	cmd.Stderr = &said
	theirs, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	f := newFiles(t)
	infos, err := f.Glob(t.Context(), hubRoot+"/**")
	if err != nil {
		t.Fatal(err)
	}
	var ours strings.Builder
	for _, info := range infos {
		text, err := f.ReadFile(t.Context(), info.URI)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(&ours, "%s\t%d\t%s\t%s\n", strings.TrimPrefix(files.Plain(info.URI), "hf://"), info.Size, info.Version, text)
	}
	if diff := cmp.Diff(string(theirs), ours.String()); diff != "" {
		t.Errorf("huggingface_hub reads otherwise (-theirs +ours):\n%s", diff)
	}
}
