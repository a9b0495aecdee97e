package testweb

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// maxSide and maxPixels bound what a link may ask to be drawn.
const (
	maxSide   = 16384
	maxPixels = 50_000_000
)

// Picture says what a link answers: the picture and how it is served. Zero
// values stand for the defaults: 640x480, jpeg, quality 85, N 1 where the
// fault has a count.
type Picture struct {
	ID            uint64 // names the content: same ID, size, format and quality, same bytes
	Width, Height int    // pixels
	Format        string // jpeg, png, gif, bmp or tiff
	Quality       int    // of jpeg, 1 to 100

	Latency time.Duration // from the request to the answer
	Jitter  time.Duration // up to this much is added to Latency
	Fault   Fault
	N       int // the fault's count: requests that fail, redirects, or the seconds that a body takes
}

// extensions maps formats to the endings of links.
var extensions = map[string]string{"jpeg": ".jpg", "png": ".png", "gif": ".gif", "bmp": ".bmp", "tiff": ".tiff"}

// withDefaults fills in the defaults.
func (p Picture) withDefaults() Picture {
	if p.Width == 0 && p.Height == 0 {
		p.Width, p.Height = 640, 480
	}
	if p.Format == "" {
		p.Format = "jpeg"
	}
	if p.Quality == 0 {
		p.Quality = 85
	}
	if p.N == 0 && p.Fault.counted() {
		p.N = 1
	}
	return p
}

// validate expects defaults to be filled in.
func (p Picture) validate() error {
	switch {
	case p.Width < 1 || p.Height < 1 || p.Width > maxSide || p.Height > maxSide || p.Width*p.Height > maxPixels:
		return fmt.Errorf("testweb: size %dx%d is out of range", p.Width, p.Height)
	case extensions[p.Format] == "":
		return fmt.Errorf("testweb: unknown format %q", p.Format)
	case p.Quality < 1 || p.Quality > 100:
		return fmt.Errorf("testweb: quality %d is out of range", p.Quality)
	case p.Latency < 0 || p.Jitter < 0 || p.N < 0:
		return fmt.Errorf("testweb: negative latency %v, jitter %v or n %d", p.Latency, p.Jitter, p.N)
	}
	_, err := ParseFault(string(p.Fault))
	return err
}

// Path returns the path and query of p's link, the same for equal pictures.
func (p Picture) Path() string {
	p = p.withDefaults()
	var b strings.Builder
	fmt.Fprintf(&b, "/p/%d%s?w=%d&h=%d", p.ID, extensions[p.Format], p.Width, p.Height)
	if p.Format == "jpeg" {
		fmt.Fprintf(&b, "&q=%d", p.Quality)
	}
	if p.Latency != 0 {
		b.WriteString("&latency=" + durationText(p.Latency))
	}
	if p.Jitter != 0 {
		b.WriteString("&jitter=" + durationText(p.Jitter))
	}
	if p.Fault != "" {
		b.WriteString("&fault=" + url.QueryEscape(string(p.Fault)))
	}
	if p.N != 0 {
		fmt.Fprintf(&b, "&n=%d", p.N)
	}
	return b.String()
}

// durationText avoids the micro sign, which a link would have to escape.
func durationText(d time.Duration) string {
	return strings.Replace(d.String(), "µs", "us", 1)
}

// ParsePath understands what [Picture.Path] wrote; link may be a whole URL.
// Left-out parameters have their defaults.
func ParsePath(link string) (Picture, error) {
	u, err := url.Parse(link)
	if err != nil {
		return Picture{}, fmt.Errorf("testweb: link: %w", err)
	}
	name, ok := strings.CutPrefix(u.Path, "/p/")
	if !ok {
		return Picture{}, fmt.Errorf("testweb: %q is not a picture's path", u.Path)
	}
	extension := path.Ext(name)
	id, err := strconv.ParseUint(strings.TrimSuffix(name, extension), 10, 64)
	if err != nil {
		return Picture{}, fmt.Errorf("testweb: id in %q: %w", u.Path, err)
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Picture{}, fmt.Errorf("testweb: query of %q: %w", link, err)
	}
	p, err := parseQuery(query)
	if err != nil {
		return Picture{}, fmt.Errorf("testweb: query of %q: %w", link, err)
	}
	p.ID, p.Format = id, formatOf(extension)
	p = p.withDefaults()
	return p, p.validate()
}

// formatOf returns the format with an extension, or the extension when there is none.
func formatOf(extension string) string {
	for format, known := range extensions {
		if known == extension {
			return format
		}
	}
	return "extension " + extension
}

// parseQuery reads the parameters; unknown ones are ignored, so that links
// can be told apart by any other parameter.
func parseQuery(query url.Values) (p Picture, err error) {
	for name, target := range map[string]*int{"w": &p.Width, "h": &p.Height, "q": &p.Quality, "n": &p.N} {
		if text := query.Get(name); text != "" && err == nil {
			*target, err = strconv.Atoi(text)
		}
	}
	for name, target := range map[string]*time.Duration{"latency": &p.Latency, "jitter": &p.Jitter} {
		if text := query.Get(name); text != "" && err == nil {
			*target, err = time.ParseDuration(text)
		}
	}
	p.Fault = Fault(query.Get("fault"))
	return p, err
}
