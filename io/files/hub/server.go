package hub

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	defaultEndpoint = "https://huggingface.co"
	// pageBytes bounds one page of a listing in bytes; the Hub puts 1,000 entries in it.
	pageBytes = 16 << 20
)

// server is a Hub and who we are to it.
type server struct {
	http     *httpclient.Client
	endpoint *url.URL
	token    string // "" for nobody
}

// fromEnvironment reads what huggingface_hub reads: HF_ENDPOINT; HF_TOKEN,
// or the token that its login left in HF_HOME (or HF_TOKEN_PATH).
func fromEnvironment(client *httpclient.Client) (*server, error) {
	text := strings.TrimRight(os.Getenv("HF_ENDPOINT"), "/")
	if text == "" {
		text = defaultEndpoint
	}
	endpoint, err := url.Parse(text)
	if err != nil || endpoint.Host == "" {
		return nil, fmt.Errorf("HF_ENDPOINT=%s is not a link", text)
	}
	token, err := readToken()
	return &server{http: client, endpoint: endpoint, token: token}, err
}

func readToken() (string, error) {
	for _, name := range []string{"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"} {
		if token := cleanToken(os.Getenv(name)); token != "" {
			return token, nil
		}
	}
	name, err := tokenFile()
	if err != nil {
		return "", nil //nolint:nilerr // without a home nobody is logged in
	}
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return "", fmt.Errorf("reading the Hub's token: %w", err)
	}
	return cleanToken(string(data)), nil
}

func cleanToken(token string) string {
	return strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(token))
}

func tokenFile() (string, error) {
	if name := os.Getenv("HF_TOKEN_PATH"); name != "" {
		return name, nil
	}
	if home := os.Getenv("HF_HOME"); home != "" {
		return filepath.Join(home, "token"), nil
	}
	cache := os.Getenv("XDG_CACHE_HOME")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		cache = filepath.Join(home, ".cache")
	}
	return filepath.Join(cache, "huggingface", "token"), nil
}

// request makes a request, with the token if it goes to the Hub itself.
func (s *server) request(ctx context.Context, method, link, form string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, link, strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if s.token != "" && httpclient.SameOrigin(req.URL, s.endpoint) {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	return req, nil
}

// call makes a request of the API and reads its answer into v.
func (s *server) call(ctx context.Context, of repo, method, link, form string, v any) (next string, err error) {
	err = s.http.Do(ctx, httpclient.Exchange{
		Size:    pageBytes,
		Request: func(ctx context.Context) (*http.Request, error) { return s.request(ctx, method, link, form) },
		Answer: func(answer *http.Response) error {
			if err := httpclient.CheckStatus(answer, http.StatusOK); err != nil {
				return err
			}
			data, err := io.ReadAll(io.LimitReader(answer.Body, pageBytes))
			if err != nil {
				return &httpclient.BrokenError{Err: err}
			}
			next = nextPage(answer)
			if err := json.Unmarshal(data, v); err != nil {
				return &httpclient.BrokenError{Err: fmt.Errorf("the Hub's answer cannot be read: %w", err)}
			}
			return nil
		},
	})
	return next, s.explain(of, err)
}

var nextLink = regexp.MustCompile(`<([^>]*)>[^,<]*;\s*rel="?next"?`)

// nextPage reads where a listing goes on (Link: <...>; rel="next", RFC 8288).
func nextPage(answer *http.Response) string {
	for _, header := range answer.Header.Values("Link") {
		if m := nextLink.FindStringSubmatch(header); m != nil {
			if link, err := answer.Request.URL.Parse(m[1]); err == nil {
				return link.String()
			}
		}
	}
	return ""
}

// api is a link below the dataset's place in the API.
func (s *server) api(of repo, kind string, elements ...string) string {
	link := s.endpoint.String() + "/api/datasets/" + of.dataset + "/" + kind + "/" + url.PathEscape(of.revision)
	for _, e := range elements {
		if e != "" {
			link += "/" + url.PathEscape(e) // a slash in it as %2F
		}
	}
	return link
}

// commit asks which commit a revision is.
func (s *server) commit(ctx context.Context, of repo) (string, error) {
	var info struct{ SHA string }
	link := s.api(of, "revision") + "?expand=sha" // without which it lists all files
	if _, err := s.call(ctx, of, http.MethodGet, link, "", &info); err != nil {
		return "", err
	}
	if !isCommit(info.SHA) {
		return "", fmt.Errorf("the Hub names no commit for the revision %q", of.revision)
	}
	return info.SHA, nil
}

// entry is a file or folder, as the API tells of it.
type entry struct {
	Type string // file or directory
	Path string
	Size int64
	OID  string // the SHA-1 of git's blob; of a large file it is that of a pointer
	LFS  *struct {
		OID  string // the SHA-256 of the content
		Size int64
	}
}

// info takes the content's digest for the version. The commit, which the URI
// names, is no part of it: one that changes another file makes no new input.
func (e entry) info(in location) store.Info {
	in.path = e.Path
	info := store.Info{URI: in.uri(), Size: e.Size, Version: e.OID}
	if e.LFS != nil {
		info.Size, info.Version = e.LFS.Size, e.LFS.OID
	}
	return info
}

// entry describes one file; a folder is store.ErrFolder.
func (s *server) entry(ctx context.Context, at location) (entry, error) {
	form := url.Values{"paths": {at.path}, "expand": {"false"}}.Encode()
	var entries []entry
	if _, err := s.call(ctx, at.repo, http.MethodPost, s.api(at.repo, "paths-info"), form, &entries); err != nil {
		return entry{}, err
	}
	for _, e := range entries {
		switch {
		case e.Path != at.path:
		case e.Type == "file":
			return e, nil
		default:
			return entry{}, store.ErrFolder
		}
	}
	return entry{}, store.ErrNoMatch
}

// tree lists the files in a folder that are wanted, also those in folders
// below it if deep.
func (s *server) tree(ctx context.Context, folder location, deep bool, want func(name string) bool) ([]store.Info, error) {
	link := fmt.Sprintf("%s?recursive=%t&expand=false", s.api(folder.repo, "tree", folder.path), deep)
	var infos []store.Info
	for link != "" {
		var page []entry
		next, err := s.call(ctx, folder.repo, http.MethodGet, link, "", &page)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if e.Type == "file" && want(e.Path) {
				infos = append(infos, e.info(folder))
			}
		}
		link = next
	}
	return infos, nil
}
