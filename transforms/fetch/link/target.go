package link

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

// Target is what one request is for.
type Target struct {
	URL   *url.URL
	Host  string   // the queue it belongs to: see hostKey
	Trail []string // the addresses that led here by redirects in this attempt, oldest first

	Cleared bool // robots.txt was asked, in this attempt
	Fresh   bool // by a connection of its own, since a kept one broke

	// Another version than this one is wanted; "" = any.
	ETag, LastModified string
}

// Parse reads a link as a browser's address bar does: surrounding space is
// dropped, and so are tabs and line ends within; what may not stand in a request
// (spaces, quotes, bytes beyond ASCII) is percent-encoded, a backslash in the path is
// a slash, dot segments are resolved, and the fragment is left out. After the scheme
// there may be fewer or more slashes than two. The host is written in one way (see
// mapHost).
//
// Beyond that, a link whose every & begins an &amp; was copied from HTML, and each
// is read as &. Where there is another & as well, all of them are left as they are,
// and so is every other character reference.
//
// What is not an absolute http or https link to a host is refused, and so is one
// with a user name or password in it, since credentials must not travel. The error
// is invalid_url.
func Parse(link string) (Target, *reason.Error) {
	link = strings.TrimSpace(link)
	if len(link) > maxLink {
		return Target{}, reason.Errorf(reason.InvalidURL, "the link has %d bytes, more than %d", len(link), maxLink)
	}
	link = twoSlashes(unwrapped.Replace(link))
	if !hasHTTP(link) {
		return Target{}, reason.Errorf(reason.InvalidURL, "not an absolute http or https link: %q", reason.Clip(link))
	}
	if n := strings.Count(link, "&amp;"); n > 0 && n == strings.Count(link, "&") {
		link = strings.ReplaceAll(link, "&amp;", "&")
	}
	return resolve(&url.URL{}, link)
}

// unwrapped leaves out what the URL standard does.
var unwrapped = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// twoSlashes writes what stands between an http scheme and a host as it should be:
// browsers take any number of slashes and backslashes for two.
func twoSlashes(link string) string {
	for _, scheme := range []string{"http:", "https:"} {
		if !hasPrefixFold(link, scheme) {
			continue
		}
		if rest := strings.TrimLeft(link[len(scheme):], `/\`); len(rest) < len(link)-len(scheme) {
			return scheme + "//" + rest
		}
	}
	return link
}

// resolve reads a reference against base and checks the result.
func resolve(base *url.URL, ref string) (Target, *reason.Error) {
	if i := strings.IndexFunc(ref, func(r rune) bool { return r < ' ' || r == 0x7f }); i >= 0 {
		return Target{}, reason.Errorf(reason.InvalidURL, "a control character in %q", reason.Clip(ref))
	}
	parsed, err := url.Parse(escape(ref))
	if err != nil {
		return Target{}, reason.Errorf(reason.InvalidURL, "%q: %w", reason.Clip(ref), withoutLink(err))
	}
	u := base.ResolveReference(parsed)
	u.Fragment, u.RawFragment = "", ""
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return Target{}, reason.Errorf(reason.InvalidURL, "neither http nor https: %q", reason.Clip(ref))
	case strings.Trim(u.Hostname(), ".") == "" || u.Opaque != "":
		return Target{}, reason.Errorf(reason.InvalidURL, "no host in %q", reason.Clip(ref))
	case u.User != nil:
		return Target{}, reason.Errorf(reason.InvalidURL, "credentials in the link to %q", reason.Clip(u.Host))
	case !validPort(u.Port()):
		return Target{}, reason.Errorf(reason.InvalidURL, "no such port in %q", reason.Clip(u.Host))
	}
	if err := mapHost(u); err != nil {
		return Target{}, reason.Errorf(reason.InvalidURL, "%q is no host name: %w", reason.Clip(u.Host), err)
	}
	return Target{URL: u, Host: hostKey(u)}, nil
}

// Follow returns where a redirect from t to location leads. Going round in a
// circle or beyond limit hops is too_many_redirects; a location that is not a
// link is invalid_url.
func (t Target) Follow(location string, limit int) (Target, *reason.Error) {
	if len(location) > maxLink {
		return Target{}, reason.Errorf(reason.InvalidURL, "redirected to a link of %d bytes", len(location))
	}
	to, err := resolve(t.URL, unwrapped.Replace(strings.TrimSpace(location)))
	if err != nil {
		err.Err = fmt.Errorf("redirected: %w", err.Err)
		return Target{}, err
	}
	to.ETag, to.LastModified = t.ETag, t.LastModified
	to.Trail = append(slices.Clip(t.Trail), t.URL.String())
	if len(to.Trail) > limit {
		return Target{}, reason.Errorf(reason.TooManyRedirects, "more than %d redirects", limit)
	}
	if slices.Contains(to.Trail, to.URL.String()) {
		return Target{}, reason.Errorf(reason.TooManyRedirects, "redirected in a circle to %q", reason.Clip(to.URL.String()))
	}
	return to, nil
}

// Name is that of t's host as the DNS has it.
func (t Target) Name() string { return t.URL.Hostname() }

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

// withoutLink drops the link that url.Parse puts before what is wrong with it.
func withoutLink(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
