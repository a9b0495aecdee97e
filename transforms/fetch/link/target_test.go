package link

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestParseTarget(t *testing.T) {
	tests := []struct{ name, link, want, host string }{
		{"plain", "http://h.test/a.jpg", "http://h.test/a.jpg", "h.test"},
		{"no path", "http://h.test", "http://h.test", "h.test"},
		{"surrounding space", " \thttp://h.test/a \n", "http://h.test/a", "h.test"},
		{"upper case", "HTTP://H.Test/A", "http://h.test/A", "h.test"},
		{"usual ports share a queue", "http://h.test:80/", "http://h.test/", "h.test"},
		{"the tls port too", "https://h.test:443/", "https://h.test/", "h.test"},
		{"a usual port of the other scheme", "http://h.test:443/", "http://h.test:443/", "h.test"},
		{"zeros before a port", "http://h.test:0080/", "http://h.test/", "h.test"},
		{"an empty port", "http://h.test:/", "http://h.test/", "h.test"},
		{"another port is another queue", "http://h.test:8080/", "http://h.test:8080/", "h.test:8080"},
		{"root dot", "http://h.test./", "http://h.test/", "h.test"},
		{"IPv6", "http://[2001:DB8:0::1]/", "http://[2001:db8::1]/", "2001:db8::1"},
		{"IPv6 with a port", "http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/", "[2001:db8::1]:81"},
		{"IPv6 that ends like a port", "http://[2001:db8::1:81]/", "http://[2001:db8::1:81]/", "2001:db8::1:81"},
		{"IPv6 of a zone", "http://[fe80::1%25eth0]:81/", "http://[fe80::1%25eth0]:81/", "[fe80::1%eth0]:81"},
		{"fullwidth letter", "https://\uff41.test:81/", "https://a.test:81/", "a.test:81"},
		{"fullwidth digits", "http://\uff11\uff12\uff17.0.0.1:81/", "http://127.0.0.1:81/", "127.0.0.1:81"},
		{"ideographic dots", "http://a\u3002test\u3002/", "http://a.test/", "a.test"},
		{"soft hyphen", "http://a\u00ad.test/", "http://a.test/", "a.test"},
		{"capital umlaut", "http://B\u00dcCHER.test/", "http://xn--bcher-kva.test/", "xn--bcher-kva.test"},
		{"umlaut in two characters", "http://bu\u0308cher.test/", "http://xn--bcher-kva.test/", "xn--bcher-kva.test"},
		{"capital punycode", "http://XN--BCHER-KVA.test/", "http://xn--bcher-kva.test/", "xn--bcher-kva.test"},
		{"sharp s", "http://stra\u00dfe.test/", "http://xn--strae-oqa.test/", "xn--strae-oqa.test"},
		{"emoji", "http://\u2764.test/", "http://xn--qei.test/", "xn--qei.test"},
		{"what IDNA refuses and the DNS has", "http://r3---a_b.test/", "http://r3---a_b.test/", "r3---a_b.test"},
		{"tabs and lines within", "ht\ntp://h.te\tst/a\r\nHost: evil", "http://h.test/aHost:%20evil", "h.test"},
		{"one slash", "http:/h.test/a", "http://h.test/a", "h.test"},
		{"three slashes", "HTTPS:///h.test/a", "https://h.test/a", "h.test"},
		{"backslashes for slashes", `http:\\h.test\a`, "http://h.test/a", "h.test"},
		{"copied from HTML", "http://h.test/?a=1&amp;b=2&amp;c", "http://h.test/?a=1&b=2&c", "h.test"},
		{"copied from HTML in part", "http://h.test/?a=1&b=2&amp;c", "http://h.test/?a=1&b=2&amp;c", "h.test"},
		{"another reference", "http://h.test/?a=1&lt;b", "http://h.test/?a=1&lt;b", "h.test"},
		{"space in path", "http://h.test/a b.jpg", "http://h.test/a%20b.jpg", "h.test"},
		{"space in query", "http://h.test/?q=a b", "http://h.test/?q=a%20b", "h.test"},
		{"beyond ASCII", "http://h.test/é.jpg?ü", "http://h.test/%C3%A9.jpg?%C3%BC", "h.test"},
		{"not UTF-8", "http://h.test/\xe9.jpg", "http://h.test/%E9.jpg", "h.test"},
		{"escapes stay", "http://h.test/a%2Fb%20c", "http://h.test/a%2Fb%20c", "h.test"},
		{"escapes beside unsafe stay", "http://h.test/a%2Fb|c", "http://h.test/a%2Fb%7Cc", "h.test"},
		{"stray percent", "http://h.test/100%.jpg", "http://h.test/100%25.jpg", "h.test"},
		{"brackets", "http://h.test/a[1].jpg?x[]=1", "http://h.test/a[1].jpg?x[]=1", "h.test"},
		{"backslash", `http://h.test\a\b.jpg`, "http://h.test/a/b.jpg", "h.test"},
		{"dot segments", "http://h.test/a/./b/../c.jpg", "http://h.test/a/c.jpg", "h.test"},
		{"double slash", "http://h.test//a//b.jpg", "http://h.test//a//b.jpg", "h.test"},
		{"fragment", "http://h.test/a.jpg#frag?x", "http://h.test/a.jpg", "h.test"},
		{"a link in the query", "http://h.test/?u=http://o.test/?a", "http://h.test/?u=http://o.test/?a", "h.test"},
		{"a link in the path", "http://h.test/http://o.test/a.jpg", "http://h.test/http://o.test/a.jpg", "h.test"},
		{"comma", "http://h.test/w_1,h_2/a.jpg", "http://h.test/w_1,h_2/a.jpg", "h.test"},
		{"query right after host", "http://h.test?a=b", "http://h.test?a=b", "h.test"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.link)
			if err != nil {
				t.Fatal(err)
			}
			if got.URL.String() != tt.want || got.Host != tt.host {
				t.Errorf("%q: got %q of %q, want %q of %q", tt.link, got.URL, got.Host, tt.want, tt.host)
			}
		})
	}
}

func TestParseTargetRefuses(t *testing.T) {
	for name, link := range map[string]string{
		"empty":             "",
		"relative":          "/a.jpg",
		"no scheme":         "h.test/a.jpg",
		"protocol relative": "//h.test/a.jpg",
		"ftp":               "ftp://h.test/a.jpg",
		"file":              "file:///etc/passwd",
		"data":              "data:image/png;base64,AAAA",
		"no host":           "http:///",
		"only a port":       "http://:80/a.jpg",
		"only a dot":        "http://./a.jpg",
		"opaque":            "http:h.test",
		"credentials":       "http://user:secret@h.test/",
		"user":              "http://user@h.test/",
		"newlines alone":    "\n\r\n\t",
		"fullwidth colon":   "http://h.test\uff1a80/",
		"fullwidth slash":   "http://h.test\uff0fa",
		"a word joiner":     "http://\u2060/",
		"two root dots":     "http://h.test../",
		"brackets of none":  "http://[h.test]/",
		"a quote in a name": "http://h'.test/",
		"not UTF-8":         "http://\xff.test/",
		"zero byte":         "http://h.test/\x00",
		"space in host":     "http://h test/",
		"bad port":          "http://h.test:http/",
		"port 0":            "http://h.test:0/",
		"port 65536":        "http://h.test:65536/",
		"open bracket":      "http://[::1/",
		"too long":          "http://h.test/" + strings.Repeat("a", maxLink),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(link)
			if err == nil || err.Reason != reason.InvalidURL || err.Retry {
				t.Fatalf("%q: got %v, %v, want invalid_url", link, got.URL, err)
			}
			if len(err.Error()) > 1000 || strings.Contains(err.Error(), "secret") {
				t.Errorf("detail %q", err)
			}
		})
	}
}

func TestFollow(t *testing.T) {
	const from = "https://h.test/dir/a.jpg?q#f"
	tests := []struct{ name, location, want string }{
		{"absolute", "http://o.test/b.jpg", "http://o.test/b.jpg"},
		{"path", "/b c.jpg", "https://h.test/b%20c.jpg"},
		{"relative", "../b.jpg?x", "https://h.test/b.jpg?x"},
		{"query only", "?x=1", "https://h.test/dir/a.jpg?x=1"},
		{"protocol relative", "//o.test/b.jpg", "https://o.test/b.jpg"},
		{"tabs and lines within", "/b\t\r\n.jpg", "https://h.test/b.jpg"},
		{"no HTML", "/b?a=1&amp;b=2", "https://h.test/b?a=1&amp;b=2"},
		{"another host's spelling", "https://\uff2f.test:443/", "https://o.test/"},
		{"beyond ASCII", "/é", "https://h.test/%C3%A9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start, err := Parse(from)
			if err != nil {
				t.Fatal(err)
			}
			got, err := start.Follow(tt.location, 5)
			if err != nil {
				t.Fatal(err)
			}
			if got.URL.String() != tt.want || len(got.Trail) != 1 {
				t.Errorf("got %q after %d hops, want %q after 1", got.URL, len(got.Trail), tt.want)
			}
		})
	}
}

func TestFollowRefuses(t *testing.T) {
	start, err := Parse("http://h.test/a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	second, err := start.Follow("/b.jpg", 5)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, location string
		limit          int
		want           reason.Reason
	}{
		{"itself", "/b.jpg#other", 5, reason.TooManyRedirects},
		{"a circle", "http://h.test/a.jpg", 5, reason.TooManyRedirects},
		{"the limit", "/c.jpg", 1, reason.TooManyRedirects},
		{"another scheme", "ftp://h.test/c.jpg", 5, reason.InvalidURL},
		{"a file", "file:///etc/passwd", 5, reason.InvalidURL},
		{"credentials", "http://u:p@h.test/", 5, reason.InvalidURL},
		{"not a link", "http://%zz/", 5, reason.InvalidURL},
		{"too long", "/" + strings.Repeat("a", maxLink), 5, reason.InvalidURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := second.Follow(tt.location, tt.limit); err == nil || err.Reason != tt.want {
				t.Errorf("got %v, %v, want %s", got.URL, err, tt.want)
			}
		})
	}
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{"http://h.test/a b%.jpg?q=é#f", `https://h\..\x`, "http://[::1]:8080//a/../b", "http://u@h/", "http://é.test/", "http://\uff11\u3002\uff11.0.1/", "http://a\u00ad.:080/"} {
		f.Add(s, "/../x?y")
	}
	f.Fuzz(func(t *testing.T, link, location string) {
		got, err := Parse(link)
		if err != nil {
			if err.Reason != reason.InvalidURL {
				t.Fatalf("%q: %v", link, err)
			}
			return
		}
		check(t, link, got)
		again, err := Parse(got.URL.String())
		if len(got.URL.String()) <= maxLink && (err != nil || again.URL.String() != got.URL.String()) {
			t.Fatalf("%q is read as %q, and that as %v, %v", link, got.URL, again.URL, err)
		}
		if next, err := got.Follow(location, 3); err == nil {
			check(t, location, next)
		}
	})
}

// check holds what must be true of anything that is requested.
func check(t *testing.T, link string, got Target) {
	t.Helper()
	line := got.URL.RequestURI()
	if strings.ContainsFunc(line, func(r rune) bool { return r <= ' ' || r > '~' }) {
		t.Fatalf("%q: request line %q", link, line)
	}
	if !strings.HasPrefix(line, "/") {
		t.Fatalf("%q: request line %q does not begin with a slash", link, line)
	}
	if h := got.URL.Host; h != strings.ToLower(h) || strings.ContainsFunc(h, func(r rune) bool { return r >= utf8.RuneSelf && !strings.Contains(h, "%") }) {
		t.Fatalf("%q: host %q", link, h)
	}
	if s := got.URL.Scheme; s != "http" && s != "https" || got.URL.User != nil || got.Host == "" || got.URL.Fragment != "" {
		t.Fatalf("%q: %#v of %q", link, got.URL, got.Host)
	}
}
