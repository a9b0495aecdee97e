package testweb

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPath(t *testing.T) {
	for want, p := range map[string]Picture{
		"/p/0.jpg?w=640&h=480&q=85":   {},
		"/p/9.png?w=32&h=16":          {ID: 9, Width: 32, Height: 16, Format: "png"},
		"/p/1.gif?w=640&h=480":        {ID: 1, Format: "gif", Quality: 60},
		"/p/2.jpg?w=640&h=480&q=60":   {ID: 2, Quality: 60},
		"/p/3.tiff?w=8&h=8&fault=404": {ID: 3, Width: 8, Height: 8, Format: "tiff", Fault: "404"},
		"/p/17.jpg?w=640&h=480&q=85&latency=200ms&jitter=1.5us&fault=flaky&n=1": {
			ID: 17, Latency: 200 * time.Millisecond, Jitter: 1500 * time.Nanosecond, Fault: "flaky",
		},
	} {
		if got := p.Path(); got != want {
			t.Errorf("Path() = %s, want %s", got, want)
		}
	}
}

func TestParsePathFillsIn(t *testing.T) {
	got, err := ParsePath("http://127.0.0.3:99/p/5.jpg?fault=redirect&other=1")
	if err != nil {
		t.Fatal(err)
	}
	want := Picture{ID: 5, Width: 640, Height: 480, Format: "jpeg", Quality: 85, Fault: "redirect", N: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParsePath(f *testing.F) {
	f.Add("/p/17.jpg?w=640&h=480&q=85&latency=200ms&jitter=100ms&fault=flaky&n=2")
	f.Add("http://127.0.0.1:1/p/1.bmp?latency=1us")
	f.Add("/p/.jpg?w=%zz")
	f.Fuzz(func(t *testing.T, link string) {
		p, err := ParsePath(link)
		if err != nil {
			return
		}
		if p.Format != "jpeg" {
			p.Quality = 85 // is not written
		}
		again, err := ParsePath(p.Path())
		if err != nil || again != p {
			t.Errorf("%q means %+v, its path %q means %+v, %v", link, p, p.Path(), again, err)
		}
	})
}
