package web

import (
	"runtime"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A gigabyte in a megabyte of gzip costs what the limit allows.
func TestBombsCostLittle(t *testing.T) {
	server, err := testweb.Start(testweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	c := newTestClient(t, Options{MaxBytes: 4 << 20})
	for _, fault := range []testweb.Fault{"gzip_bomb", "gzip_empty", "huge_chunked"} {
		t.Run(string(fault), func(t *testing.T) {
			link := server.URL(0, testweb.Picture{Width: 96, Height: 64, Fault: fault})
			fetchOne(t, c, link) // what both sides allocate once
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			o := fetchOne(t, c, link)
			runtime.ReadMemStats(&after)
			if o.Err == nil || o.Err.Reason != reason.TooLarge || o.Received > 5<<20 {
				t.Errorf("%d bytes and %v", o.Received, o.Err)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 20<<20 {
				t.Errorf("%d bytes were allocated", took)
			}
		})
	}
}
