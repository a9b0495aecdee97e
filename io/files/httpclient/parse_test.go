package httpclient

import (
	"net/http"
	"testing"
	"time"
)

func TestAskedPause(t *testing.T) {
	for name, c := range map[string]struct {
		header http.Header
		want   time.Duration
		ok     bool
	}{
		"nothing":          {http.Header{}, 0, false},
		"seconds":          {http.Header{"Retry-After": {"7"}}, 7 * time.Second, true},
		"days":             {http.Header{"Retry-After": {"999999999999"}}, longestAsked, true},
		"a date":           {http.Header{"Retry-After": {"Fri, 02 Jan 2026 03:04:05 GMT"}}, 0, false},
		"negative":         {http.Header{"Retry-After": {"-1"}}, 0, false},
		"a window":         {http.Header{"Ratelimit": {`"api";r=0;t=55`}}, 55 * time.Second, true},
		"spaces, two":      {http.Header{"Ratelimit": {`"api" ; r = 0 ; t = 5, "pages";r=9;t=1`}}, 5 * time.Second, true},
		"something left":   {http.Header{"Ratelimit": {`"api";r=489;t=189`}}, 0, false},
		"not its own form": {http.Header{"Ratelimit": {"malformed"}}, 0, false},
	} {
		got, ok := askedPause(&StatusError{http.StatusTooManyRequests, c.header})
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %v, %v; want %v, %v", name, got, ok, c.want, c.ok)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	for _, header := range []string{"bytes 0-0/10", "bytes 5-9/*", "bytes */10", "bytes 9-5/10", "bytes 0-99999999999999999999/1", ""} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		first, last, size, err := ContentRange(header)
		if err == nil && (first < 0 || last < first || size >= 0 && last >= size || size < -1) {
			t.Errorf("%q: %d to %d of %d", header, first, last, size)
		}
	})
}
