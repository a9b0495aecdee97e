package hub

import (
	"net/http"
	"net/url"
	"testing"
)

func TestNextPage(t *testing.T) {
	base := &http.Request{URL: &url.URL{Scheme: "https", Host: "hub", Path: "/api/x"}}
	for header, want := range map[string]string{
		"": "",
		`<https://hub/api/x?cursor=a>; rel="next"`:                 "https://hub/api/x?cursor=a",
		`<https://hub/1>; rel="prev", <https://hub/2>; rel="next"`: "https://hub/2",
		`</api/x?cursor=b>;rel=next`:                               "https://hub/api/x?cursor=b",
		`<https://hub/1>; rel="prev"`:                              "",
		`<://>; rel="next"`:                                        "",
	} {
		got := nextPage(&http.Response{Header: http.Header{"Link": {header}}, Request: base})
		if got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, uri := range []string{"hf://datasets/o/n", "hf://datasets/o/n@refs/pr/1/a@b", "hf://datasets/o/n@a%2Fb/x", "hf://datasets/o/n@/x"} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		at, err := parse(uri)
		if err != nil {
			return
		}
		if again, err := parse(at.uri()); err != nil || again != at {
			t.Errorf("%q: %+v, and written again %+v, %v", uri, at, again, err)
		}
	})
}
