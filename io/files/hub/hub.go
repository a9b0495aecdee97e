package hub

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// backend is the Hugging Face Hub, or what speaks its protocol at HF_ENDPOINT. Its
// files are those of one commit: a branch is asked for its commit once, and the
// URIs that are found name the commit, so that they mean the same to every
// worker and at any time.
type backend struct {
	http *httpclient.Client

	mu      sync.Mutex
	server  *server
	commits map[repo]string
}

// connect reads the environment, the first time.
func (h *backend) connect() (*server, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.server == nil {
		server, err := fromEnvironment(h.http)
		if err != nil {
			return nil, err
		}
		h.server, h.commits = server, map[repo]string{}
	}
	return h.server, nil
}

// pin resolves a URI's revision to its commit.
func (h *backend) pin(ctx context.Context, uri string) (*server, location, error) {
	at, err := parse(uri)
	if err != nil {
		return nil, at, err
	}
	server, err := h.connect()
	if err != nil || isCommit(at.revision) {
		return server, at, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	commit, known := h.commits[at.repo]
	if !known {
		if commit, err = server.commit(ctx, at.repo); err != nil {
			return nil, at, err
		}
		h.commits[at.repo] = commit
	}
	at.revision = commit
	return server, at, nil
}

// Pin returns the pattern with the commit that its revision is now.
func (h *backend) Pin(ctx context.Context, pattern string) (string, error) {
	_, at, err := h.pin(ctx, pattern)
	if err != nil {
		return "", err
	}
	return at.uri(), nil
}

// Close implements store.Reader; who owns the HTTP client closes it.
func (*backend) Close() error { return nil }

func (h *backend) Stat(ctx context.Context, uri string) (store.Info, error) {
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

func (h *backend) Open(ctx context.Context, uri string) (store.File, error) {
	info, err := h.Stat(ctx, uri)
	if err != nil {
		return nil, err
	}
	server, at, err := h.pin(ctx, uri)
	if err != nil {
		return nil, err
	}
	file := &file{server: server, at: at, size: info.Size}
	return store.NewRangeFile(ctx, info, info.URI, file.read), nil
}

func (h *backend) Glob(ctx context.Context, pattern string) ([]store.Info, error) {
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
func (s *server) match(ctx context.Context, pattern location) ([]store.Info, error) {
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

func (h *backend) List(ctx context.Context, dirURI string) ([]store.Info, error) {
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
