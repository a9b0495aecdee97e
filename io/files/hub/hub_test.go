package hub_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

const hubText = "0123456789"

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
	f := storetest.New(t)
	pinned, err := f.Pin(t.Context(), hubRoot+"/*.parquet")
	if want := hubRoot + "@" + commit + "/*.parquet"; err != nil || pinned != want {
		t.Fatalf("pinned as %s, %v; want %s", pinned, err, want)
	}
	hub.Put(hubDataset, "a.parquet", []byte("new"))
	hub.Put(hubDataset, "b.parquet", []byte("new too"))
	for _, reader := range []*files.Files{f, storetest.New(t)} { // the launcher, a worker
		infos, err := reader.Glob(t.Context(), pinned)
		if err != nil || len(infos) != 1 || infos[0].URI != hubRoot+"@"+commit+"/a.parquet" {
			t.Fatalf("got %v, %v", infos, err)
		}
		storetest.WantContent(t, reader, infos[0].URI, "old")
	}
	storetest.WantContent(t, f, hubRoot+"/a.parquet", "old") // main as it was
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
			versions = append(versions, storetest.Stat(t, storetest.New(t), uri).Version)
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
	f := storetest.New(t)
	for revision, want := range map[string]string{
		"@v1": "v1", "@refs/pr/1": "refs/pr/1", "@refs/convert/parquet": "refs/convert/parquet", "@refs%2Fpr%2F1": "refs/pr/1",
		"@feature%2Fx": "feature/x", "@release": "release", "@main": "release", "": "release", "@" + first: "v1",
	} {
		for _, pattern := range []string{"sub/a.txt", "sub", "**/*.txt"} {
			infos, err := f.Glob(t.Context(), hubRoot+revision+"/"+pattern)
			if err != nil || len(infos) != 1 || files.Plain(infos[0].URI) != hubRoot+"/sub/a.txt" {
				t.Fatalf("%s/%s: %v, %v", revision, pattern, infos, err)
			}
			storetest.WantContent(t, f, infos[0].URI, want)
		}
	}
}

func TestHubPaging(t *testing.T) {
	hub := testhub.Start(t)
	hub.SetPage(40)
	for i := range 250 {
		hub.Put(hubDataset, fmt.Sprintf("many/%04d.txt", i), nil)
	}
	storetest.WantMany(t, storetest.New(t), hubRoot+"@"+hub.Commit(hubDataset)+"/many", 250)
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
			f := storetest.New(t)
			if infos, err := f.Glob(t.Context(), hubRoot); err != nil || len(infos) != 2 {
				t.Fatalf("%v, %v", infos, err)
			}
			storetest.WantContent(t, f, hubRoot+"/a.parquet", "large")
			storetest.WantContent(t, f, hubRoot+"/b.txt", "small")
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
	file := storetest.Open(t, storetest.New(t), hubRoot+"/a.parquet")
	for i := range 6 {
		if i == 3 {
			hub.Expire()
		}
		p := make([]byte, 2)
		if _, err := file.ReadAt(p, int64(i)); err != nil || string(p) != hubText[i:i+2] {
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
	hub.Put(hubDataset, "a.csv", []byte(hubText))
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
	file := storetest.Open(t, storetest.New(t), hubRoot+"/a.csv")
	for range 3 {
		text, err := io.ReadAll(io.NewSectionReader(file, 3, 4))
		if err != nil || string(text) != hubText[3:7] {
			t.Errorf("read %q, %v", text, err)
		}
	}
	if sent != 1 {
		t.Errorf("the file was sent %d times, want once", sent)
	}
}

// TestHubAnswersAsTheHubDoes has huggingface_hub itself read the test Hub.
func TestHubAnswersAsTheHubDoes(t *testing.T) {
	python := testenv.Python(t, "huggingface_hub reading the test Hub")
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
	f := storetest.New(t)
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

func TestHubFaults(t *testing.T) {
	data := strings.Repeat("0123456789abcde\n", 1<<14)
	for name, fault := range storetest.Faults() {
		t.Run(name, func(t *testing.T) {
			hub := testhub.Start(t)
			p := hubPlace(t, hub)
			large, small := p.Plant(t, "big.parquet", data), p.Plant(t, "small.txt", data)
			intercept, count := storetest.Once(fault, hub.Serve)
			hub.OnRequest(intercept)
			storetest.WantAll(t, p.Files, large, data)
			storetest.WantAll(t, p.Files, small, data)
			if infos, err := p.Files.Glob(t.Context(), p.Dir+"/*"); err != nil || len(infos) != 2 {
				t.Errorf("glob: %v, %v", infos, err)
			}
			// The commit, a listing, descriptions; two redirects, the cache, the CDN.
			if want := 7; count() != want {
				t.Errorf("%d kinds of request failed, want %d: the test has lost its faults", count(), want)
			}
		})
	}
}
