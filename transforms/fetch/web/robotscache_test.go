package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/robots"
)

func TestRobotsMemoryIsBounded(t *testing.T) {
	r := newRobotsCache(nil)
	rules := robots.Parse("User-agent: *\nDisallow: /"+strings.Repeat("x", robots.MaxBytes), nil)
	for i := range 1000 {
		origin := fmt.Sprint("http://h", i)
		f, mine := r.claim(origin)
		if !mine {
			t.Fatal("known before")
		}
		f.rules, f.until = rules, time.Now().Add(time.Hour)
		r.publish(origin, f)
		if r.bytes > maxRobotsBytes || r.bytes < 0 {
			t.Fatalf("%d bytes after %d files", r.bytes, i+1)
		}
	}
	if _, mine := r.claim("http://h999"); mine || r.origins.Len() < 100 {
		t.Errorf("the latest was forgotten; %d left", r.origins.Len())
	}
	f, _ := r.claim("http://h999")
	f.until = time.Now()
	if _, mine := r.claim("http://h999"); !mine {
		t.Error("used beyond its time")
	}
}
