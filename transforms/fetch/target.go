package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// maxLink is the longest link, in bytes, that is tried: what common servers
// accept in a request line.
const maxLink = 8 << 10

// target is what one request is for.
type target struct {
	url   *url.URL
	host  string   // the queue it belongs to: see hostKey
	trail []string // the addresses that led here by redirects in this attempt, oldest first

	cleared bool // robots.txt was asked, in this attempt
}

// parseTarget reads a link as a browser's address bar does: surrounding space is
// dropped, what may not stand in a request (spaces, quotes, bytes beyond ASCII)
// is percent-encoded, a backslash in the path is a slash, dot segments are
// resolved, and the fragment is left out. What is not an absolute http or https
// link to a host is refused, and so is one with a user name or password in it,
// since credentials must not travel. The error is invalid_url.
func parseTarget(link string) (target, *reason.Error) {
	link = strings.TrimSpace(link)
	if len(link) > maxLink {
		return target{}, reason.Errorf(reason.InvalidURL, "the link has %d bytes, more than %d", len(link), maxLink)
	}
	if !hasHTTP(link) {
		return target{}, reason.Errorf(reason.InvalidURL, "not an absolute http or https link: %q", clip(link))
	}
	return resolve(&url.URL{}, link)
}

// resolve reads a reference against base and checks the result.
func resolve(base *url.URL, ref string) (target, *reason.Error) {
	if i := strings.IndexFunc(ref, func(r rune) bool { return r < ' ' || r == 0x7f }); i >= 0 {
		return target{}, reason.Errorf(reason.InvalidURL, "a control character in %q", clip(ref))
	}
	parsed, err := url.Parse(escape(ref))
	if err != nil {
		return target{}, reason.Errorf(reason.InvalidURL, "%q: %w", clip(ref), withoutLink(err))
	}
	u := base.ResolveReference(parsed)
	u.Fragment, u.RawFragment = "", ""
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return target{}, reason.Errorf(reason.InvalidURL, "neither http nor https: %q", clip(ref))
	case strings.Trim(u.Hostname(), ".") == "" || u.Opaque != "":
		return target{}, reason.Errorf(reason.InvalidURL, "no host in %q", clip(ref))
	case u.User != nil:
		return target{}, reason.Errorf(reason.InvalidURL, "credentials in the link to %q", clip(u.Host))
	case !validPort(u.Port()):
		return target{}, reason.Errorf(reason.InvalidURL, "no such port in %q", clip(u.Host))
	}
	return target{url: u, host: hostKey(u)}, nil
}

// follow returns where a redirect from t to location leads. Going round in a
// circle or beyond limit hops is too_many_redirects; a location that is not a
// link is invalid_url.
func (t target) follow(location string, limit int) (target, *reason.Error) {
	if len(location) > maxLink {
		return target{}, reason.Errorf(reason.InvalidURL, "redirected to a link of %d bytes", len(location))
	}
	to, err := resolve(t.url, strings.TrimSpace(location))
	if err != nil {
		err.Err = fmt.Errorf("redirected: %w", err.Err)
		return target{}, err
	}
	to.trail = append(slices.Clip(t.trail), t.url.String())
	if len(to.trail) > limit {
		return target{}, reason.Errorf(reason.TooManyRedirects, "more than %d redirects", limit)
	}
	if slices.Contains(to.trail, to.url.String()) {
		return target{}, reason.Errorf(reason.TooManyRedirects, "redirected in a circle to %q", clip(to.url.String()))
	}
	return to, nil
}

// hostKey names the queue of u's host: its name in lower case, with the port
// unless that is a usual one.
func hostKey(u *url.URL) string {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	switch port := strings.TrimLeft(u.Port(), "0"); port {
	case "", "80", "443":
		return name
	default:
		return name + ":" + port
	}
}

func validPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// escape percent-encodes what a browser would (the WHATWG URL standard's path
// and special-query sets) and what url.Parse would otherwise refuse or re-encode.
func escape(link string) string {
	link, _, _ = strings.Cut(link, "#")
	head, query, hasQuery := strings.Cut(link, "?")
	path := 0
	if hasHTTP(head) {
		path = strings.Index(head, "//") + 2
		end := strings.IndexAny(head[path:], `/\`)
		if end < 0 {
			end = len(head) - path
		}
		path += end
	}
	var b strings.Builder
	b.Grow(len(link) + 16)
	b.WriteString(head[:path])
	writeEscaped(&b, strings.ReplaceAll(head[path:], `\`, "/"), " \"<>^`{}|")
	if hasQuery {
		b.WriteByte('?')
		writeEscaped(&b, query, " \"<>'")
	}
	return b.String()
}

// writeEscaped encodes the bytes in unsafe, bytes beyond ASCII, and each % that
// does not start an escape.
func writeEscaped(b *strings.Builder, s, unsafe string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		stray := c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]))
		if stray || c >= 0x80 || strings.IndexByte(unsafe, c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// clip bounds what a detail repeats of a link.
func clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

// withoutLink drops the link that url.Parse puts before what is wrong with it.
func withoutLink(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
