package testhub

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// refusal is an answer without what was asked for.
type refusal struct {
	status        int
	code, message string // X-Error-Code, X-Error-Message
}

func (h *Hub) refuse(w http.ResponseWriter, r refusal) {
	if r.code != "" {
		w.Header().Set("X-Error-Code", r.code)
	}
	w.Header().Set("X-Error-Message", r.message)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": r.message})
}

// asked is a request's path, taken apart.
type asked struct {
	dataset, verb, revision, path string
}

// split reads /api/datasets/O/N/VERB/REVISION/PATH, /datasets/O/N/resolve/REVISION/PATH
// and /api/resolve-cache/datasets/O/N/REVISION/PATH.
func split(escaped string) (a asked, ok bool) {
	cached := strings.HasPrefix(escaped, "/api/resolve-cache/")
	escaped = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(escaped, "/api"), "/resolve-cache"), "/")
	parts := strings.Split(escaped, "/")
	for i, p := range parts {
		text, err := url.PathUnescape(p)
		if err != nil {
			return a, false
		}
		parts[i] = text
	}
	if len(parts) < 3 || parts[0] != "datasets" {
		return a, false
	}
	a.dataset, parts = parts[1]+"/"+parts[2], parts[3:]
	if cached {
		parts = append([]string{"resolve-cache"}, parts...)
	}
	if len(parts) == 0 {
		parts = []string{"revision", "main"}
	}
	if len(parts) < 2 {
		return a, false
	}
	a.verb, a.revision, a.path = parts[0], parts[1], strings.Join(parts[2:], "/")
	return a, true
}

func (h *Hub) serveSite(w http.ResponseWriter, r *http.Request) {
	a, ok := split(r.URL.EscapedPath())
	if !ok {
		h.refuse(w, refusal{http.StatusNotFound, "", "Sorry, we can't find the page you are looking for."})
		return
	}
	c, no := h.find(a, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if no != nil {
		h.refuse(w, *no)
		return
	}
	switch a.verb {
	case "revision":
		h.info(w, r, a, c)
	case "tree":
		h.tree(w, r, a, c)
	case "paths-info":
		h.pathsInfo(w, r, c)
	case "resolve", "resolve-cache":
		h.resolve(w, r, a, c)
	default:
		h.refuse(w, refusal{http.StatusNotFound, "", "Not found"})
	}
}

// find looks a revision up. As on the Hub, who shows no token is not told
// whether a dataset is private or not there.
func (h *Hub) find(a asked, token string) (commit, *refusal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.datasets[a.dataset]
	gated := "Access to dataset " + a.dataset + " is restricted. You must have access to it and be authenticated to access it. Please log in."
	switch {
	case d == nil && token == "":
		return commit{}, &refusal{http.StatusUnauthorized, "RepoNotFound", "Invalid username or password."}
	case d == nil:
		return commit{}, &refusal{http.StatusNotFound, "RepoNotFound", "Repository not found"}
	case token == "invalid":
		return commit{}, &refusal{http.StatusUnauthorized, "", "Invalid credentials in Authorization header"}
	case d.token == "" || d.token == token:
	case token == "" && !d.gated:
		return commit{}, &refusal{http.StatusUnauthorized, "RepoNotFound", "Invalid username or password."}
	case token == "":
		return commit{}, &refusal{http.StatusUnauthorized, "GatedRepo", gated}
	case d.gated:
		return commit{}, &refusal{http.StatusForbidden, "GatedRepo", gated}
	default:
		return commit{}, &refusal{http.StatusNotFound, "RepoNotFound", "Repository not found"}
	}
	if i, ok := d.refs[a.revision]; ok {
		return d.commits[i], nil
	}
	for _, c := range d.commits {
		if c.id == a.revision {
			return c, nil
		}
	}
	return commit{}, &refusal{http.StatusNotFound, "RevisionNotFound", "Invalid rev id: " + a.revision}
}

func (h *Hub) info(w http.ResponseWriter, r *http.Request, a asked, c commit) {
	owner, _, _ := strings.Cut(a.dataset, "/")
	var siblings []map[string]string
	for _, e := range entries(c, "", true) {
		if e.Type == "file" {
			siblings = append(siblings, map[string]string{"rfilename": e.Path})
		}
	}
	info := map[string]any{
		"_id": c.id[:24], "id": a.dataset, "author": owner, "sha": c.id, "lastModified": "2026-01-02T03:04:05.000Z",
		"private": false, "gated": false, "disabled": false, "tags": []string{}, "downloads": 0, "likes": 0, "siblings": siblings,
	}
	if expand := r.URL.Query()["expand"]; len(expand) > 0 { // only these, and what names the dataset
		maps.DeleteFunc(info, func(key string, _ any) bool { return key != "_id" && key != "id" && !slices.Contains(expand, key) })
	}
	answer(w, info)
}

func (h *Hub) tree(w http.ResponseWriter, r *http.Request, a asked, c commit) {
	query := r.URL.Query()
	all := entries(c, a.path, strings.EqualFold(query.Get("recursive"), "true"))
	if len(all) == 0 && a.path != "" {
		h.refuse(w, refusal{http.StatusNotFound, "EntryNotFound", a.path + " does not exist on \"" + a.revision + "\""})
		return
	}
	h.mu.Lock()
	page := h.page
	h.mu.Unlock()
	from, _ := strconv.Atoi(query.Get("cursor"))
	from = min(from, len(all))
	end := min(from+page, len(all))
	if end < len(all) {
		query.Set("cursor", strconv.Itoa(end))
		w.Header().Set("Link", fmt.Sprintf(`<%s%s?%s>; rel="next"`, h.URL, r.URL.EscapedPath(), query.Encode()))
	}
	answer(w, slices.Concat([]entry{}, all[from:end]))
}

func (h *Hub) pathsInfo(w http.ResponseWriter, r *http.Request, c commit) {
	if err := r.ParseForm(); err != nil {
		h.refuse(w, refusal{http.StatusBadRequest, "", err.Error()})
		return
	}
	found := []entry{}
	for _, e := range entries(c, "", true) {
		if slices.Contains(r.PostForm["paths"], e.Path) {
			found = append(found, e)
		}
	}
	answer(w, found)
}

// resolve sends a file: a large one from the CDN, another from the site's cache.
func (h *Hub) resolve(w http.ResponseWriter, r *http.Request, a asked, c commit) {
	data, ok := c.files[a.path]
	w.Header().Set("X-Repo-Commit", c.id)
	if !ok {
		h.refuse(w, refusal{http.StatusNotFound, "EntryNotFound", "Entry not found"})
		return
	}
	e := fileEntry(a.path, data)
	digest := e.OID
	if e.LFS != nil {
		digest = e.LFS.OID
	}
	etag := `"` + digest + `"`
	switch {
	case e.LFS != nil:
		w.Header().Set("X-Linked-Etag", etag)
		w.Header().Set("X-Linked-Size", strconv.Itoa(len(data)))
		w.Header().Set("Location", h.sign(a.dataset, c.id, a.path))
		w.WriteHeader(http.StatusFound)
	case a.verb == "resolve":
		w.Header().Set("ETag", etag)
		w.Header().Set("Location", "/api/resolve-cache/datasets/"+a.dataset+"/"+c.id+"/"+escape(a.path)+"?etag="+url.QueryEscape(etag))
		w.WriteHeader(http.StatusTemporaryRedirect)
	default:
		h.mu.Lock()
		if h.noRanges {
			r.Header.Del("Range")
		}
		h.mu.Unlock()
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, a.path, time.Time{}, bytes.NewReader(data))
	}
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v)
}
