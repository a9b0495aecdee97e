package hub

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// repo is a dataset at a revision.
type repo struct {
	dataset  string // OWNER/NAME
	revision string // a branch, tag or commit
}

// location is a file or folder of it, "" for all.
type location struct {
	repo
	path string
}

const syntax = "hf://datasets/OWNER/NAME[@REVISION]/PATH"

// parse takes a URI apart as huggingface_hub does: an "@" is a revision's
// only right after the dataset's name; a slash ends the revision, unless it is
// one of refs/pr/N and refs/convert/NAME, or the slash is written %2F.
func parse(uri string) (location, error) {
	rest, ok := strings.CutPrefix(uri, scheme+"://datasets/")
	if !ok {
		return location{}, fmt.Errorf("not a dataset on the Hub: write %s", syntax)
	}
	owner, rest, _ := strings.Cut(rest, "/")
	end := strings.IndexAny(rest, "/@")
	if end < 0 {
		end = len(rest)
	}
	name, rest := rest[:end], rest[end:]
	at := location{repo: repo{dataset: owner + "/" + name, revision: "main"}}
	if owner == "" || name == "" || store.HasMeta(owner+name) || strings.ContainsAny(owner+name, "%#") {
		return location{}, fmt.Errorf("no dataset is named: write %s", syntax)
	}
	if after, found := strings.CutPrefix(rest, "@"); found {
		length := revisionLength(after)
		revision, err := url.PathUnescape(after[:length])
		if err != nil || revision == "" {
			return location{}, fmt.Errorf("the revision after the @ cannot be read: write %s", syntax)
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

func (p location) uri() string {
	revision := url.PathEscape(p.revision)
	return scheme + "://datasets/" + p.dataset + "@" + revision + "/" + p.path
}

func isCommit(revision string) bool {
	return len(revision) == 40 && strings.Trim(revision, "0123456789abcdef") == ""
}

// plain drops the revision.
func plain(uri string) string {
	at, err := parse(uri)
	if err != nil {
		return uri
	}
	plain := scheme + "://datasets/" + at.dataset
	if at.path != "" {
		plain += "/" + at.path
	}
	return plain
}
