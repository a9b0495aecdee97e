package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// hub is the Hugging Face Hub, or what speaks its protocol at HF_ENDPOINT. Its
// files are those of one commit: a branch is asked for its commit once, and the
// URIs that are found name the commit, so that they mean the same to every
// worker and at any time.
type hub struct {
	readOnly
	web *httpclient.Client

	mu      sync.Mutex
	server  *hubServer
	commits map[hubRepo]string
}

// connect reads the environment, the first time.
func (h *hub) connect() (*hubServer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.server == nil {
		server, err := hubFromEnvironment(h.web)
		if err != nil {
			return nil, err
		}
		h.server, h.commits = server, map[hubRepo]string{}
	}
	return h.server, nil
}

// pin resolves a URI's revision to its commit.
func (h *hub) pin(ctx context.Context, uri string) (*hubServer, hubPath, error) {
	at, err := parseHub(uri)
	if err != nil {
		return nil, at, err
	}
	server, err := h.connect()
	if err != nil || isCommit(at.revision) {
		return server, at, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	commit, known := h.commits[at.hubRepo]
	if !known {
		if commit, err = server.commit(ctx, at.hubRepo); err != nil {
			return nil, at, err
		}
		h.commits[at.hubRepo] = commit
	}
	at.revision = commit
	return server, at, nil
}

func (h *hub) Stat(ctx context.Context, uri string) (store.Info, error) {
	server, at, err := h.pin(ctx, uri)
	if err != nil {
		return store.Info{}, err
	}
	if at.path == "" || strings.HasSuffix(at.path, "/") {
		return store.Info{}, store.ErrFolder
	}
	entry, err := server.entry(ctx, at)
	if err != nil {
		return store.Info{}, err
	}
	return entry.info(at), nil
}

func (h *hub) Open(ctx context.Context, uri string) (store.File, error) {
	info, err := h.Stat(ctx, uri)
	if err != nil {
		return nil, err
	}
	server, at, err := h.pin(ctx, uri)
	if err != nil {
		return nil, err
	}
	file := &hubFile{server: server, at: at, size: info.Size}
	return store.NewRangeFile(ctx, info, info.URI, file.read), nil
}

func (h *hub) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
	server, at, err := h.pin(ctx, pattern)
	if err != nil {
		return nil, err
	}
	if at.path != "" && !strings.HasSuffix(at.path, "/") {
		entry, err := server.entry(ctx, at)
		if err == nil {
			return []store.Info{entry.info(at)}, nil
		}
		if errors.Is(err, fs.ErrNotExist) && store.HasMeta(at.path) {
			return server.match(ctx, at)
		}
		if !errors.Is(err, store.ErrFolder) {
			return nil, err
		}
	}
	at.path = strings.TrimSuffix(at.path, "/")
	infos, err := server.tree(ctx, at, false, func(name string) bool { return !store.Hidden(path.Base(name)) })
	if err == nil && len(infos) == 0 {
		err = store.ErrEmptyFolder
	}
	return infos, err
}

// match returns the data files that match a pattern. The Hub lists the folder
// that stands before the first wildcard.
func (s *hubServer) match(ctx context.Context, pattern hubPath) ([]store.Info, error) {
	if err := store.CheckGlob(pattern.path); err != nil {
		return nil, err
	}
	folder := pattern
	fixed := pattern.path[:strings.IndexAny(pattern.path, store.Meta)]
	folder.path = fixed[:max(0, strings.LastIndexByte(fixed, '/'))]
	deep := strings.Contains(strings.TrimPrefix(pattern.path[len(folder.path):], "/"), "/") || strings.Contains(pattern.path, "**")
	infos, err := s.tree(ctx, folder, deep, func(name string) bool { return store.Matches(pattern.path, name) })
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(infos) == 0 {
		err = store.ErrNoMatch
	}
	return infos, err
}

func (h *hub) List(ctx context.Context, dirURI string) ([]store.Info, error) {
	server, at, err := h.pin(ctx, dirURI)
	if err != nil {
		return nil, err
	}
	at.path = strings.TrimSuffix(at.path, "/")
	infos, err := server.tree(ctx, at, true, func(name string) bool { return !store.IsTemp(path.Base(name)) })
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return infos, err
}

// hubRepo is a dataset at a revision.
type hubRepo struct {
	dataset  string // OWNER/NAME
	revision string // a branch, tag or commit
}

// hubPath is a file or folder of it, "" for all.
type hubPath struct {
	hubRepo
	path string
}

const hubSyntax = "hf://datasets/OWNER/NAME[@REVISION]/PATH"

// parseHub takes a URI apart as huggingface_hub does: an "@" is a revision's
// only right after the dataset's name; a slash ends the revision, unless it is
// one of refs/pr/N and refs/convert/NAME, or the slash is written %2F.
func parseHub(uri string) (hubPath, error) {
	rest, ok := strings.CutPrefix(uri, hfScheme+"://datasets/")
	if !ok {
		return hubPath{}, fmt.Errorf("not a dataset on the Hub: write %s", hubSyntax)
	}
	owner, rest, _ := strings.Cut(rest, "/")
	end := strings.IndexAny(rest, "/@")
	if end < 0 {
		end = len(rest)
	}
	name, rest := rest[:end], rest[end:]
	at := hubPath{hubRepo: hubRepo{dataset: owner + "/" + name, revision: "main"}}
	if owner == "" || name == "" || store.HasMeta(owner+name) || strings.ContainsAny(owner+name, "%#") {
		return hubPath{}, fmt.Errorf("no dataset is named: write %s", hubSyntax)
	}
	if after, found := strings.CutPrefix(rest, "@"); found {
		length := revisionLength(after)
		revision, err := url.PathUnescape(after[:length])
		if err != nil || revision == "" {
			return hubPath{}, fmt.Errorf("the revision after the @ cannot be read: write %s", hubSyntax)
		}
		at.revision, rest = revision, after[length:]
	}
	at.path = strings.TrimPrefix(rest, "/")
	return at, nil
}

// revisionLength is how far a revision reaches.
func revisionLength(text string) int {
	elements := 1
	if strings.HasPrefix(text, "refs/pr/") || strings.HasPrefix(text, "refs/convert/") {
		elements = 3
	}
	length := 0
	for range elements {
		next := strings.IndexByte(text[length:], '/')
		if next < 0 {
			return len(text)
		}
		length += next + 1
	}
	return length - 1
}

func (p hubPath) uri() string {
	revision := url.PathEscape(p.revision)
	return hfScheme + "://datasets/" + p.dataset + "@" + revision + "/" + p.path
}

func isCommit(revision string) bool {
	return len(revision) == 40 && strings.Trim(revision, "0123456789abcdef") == ""
}

// plainHub drops the revision.
func plainHub(uri string) string {
	at, err := parseHub(uri)
	if err != nil {
		return uri
	}
	plain := hfScheme + "://datasets/" + at.dataset
	if at.path != "" {
		plain += "/" + at.path
	}
	return plain
}
