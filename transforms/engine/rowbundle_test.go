package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func newRowWorker(t *testing.T, change func(*Options)) *Worker {
	t.Helper()
	o := Options{Job: t.Name(), Fetch: fetch.Defaults(), Crop: crop.Defaults(), LookAhead: DefaultLookAhead, Buffer: DefaultBuffer, SpoolDir: t.TempDir()}
	o.Fetch.AllowPrivate = true
	o.Fetch.HostConcurrency = 16
	change(&o)
	w, err := NewWorker(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if w.budget.rows != 0 || w.budget.bytes != 0 {
			t.Errorf("%d rows and %d bytes were not given back", w.budget.rows, w.budget.bytes)
		}
	})
	return w
}

// runRows does all rows in one bundle.
func runRows(ctx context.Context, t *testing.T, w *Worker, rows []Row) (map[string]Cut, error) {
	t.Helper()
	bundle := w.NewRowBundle(ctx)
	defer func() {
		if err := bundle.Close(); err != nil {
			t.Error(err)
		}
	}()
	cuts := map[string]Cut{}
	emit := func(c Cut) {
		key := fmt.Sprintf("%s/%d", c.Row.ID, c.Index)
		if _, twice := cuts[key]; twice {
			t.Errorf("%s came twice", key)
		}
		cuts[key] = c
	}
	for _, row := range rows {
		if err := bundle.Add(row, emit); err != nil {
			return cuts, err
		}
	}
	return cuts, bundle.Finish(emit)
}

// Each box of each row comes out once, as a crop with the very bytes that Crop
// makes of what is served or with its reason; a row's boxes share one download.
func TestRowBundle(t *testing.T) {
	server := startWeb(t, 2)
	good := server.URL(0, testweb.Picture{ID: 1, Width: 80, Height: 60})
	gone := server.URL(1, testweb.Picture{ID: 2, Fault: "404"})
	page := server.URL(1, testweb.Picture{ID: 3, Fault: "html"})
	inside, outside := crop.Box{X1: 10, Y1: 10, X2: 40, Y2: 30}, crop.Box{X1: 100, Y1: 0, X2: 120, Y2: 20}
	right := crop.Box{X1: 0.5, Y1: 0, X2: 1, Y2: 1, Of: crop.Fraction}
	rows := []Row{
		{ID: "whole", Links: []string{good}, Tag: 7},
		{ID: "boxes", Links: []string{good}, Boxes: []crop.Box{inside, outside, {X1: 5}, right}},
		{ID: "fallback", Links: []string{gone, page + ", UNKNOWN", good}, Boxes: []crop.Box{inside}},
		{ID: "gone", Links: []string{gone}, Boxes: []crop.Box{inside, right}},
		{ID: "none", Links: []string{"UNKNOWN"}},
		{ID: "inverted", Links: []string{good}, Boxes: []crop.Box{{X1: 9, X2: 1, Y2: 1}}},
	}
	failures := map[string]reason.Reason{
		"boxes/1": reason.BoxOutside, "boxes/2": reason.InvalidRow, "gone/0": reason.HTTP4xx, "gone/1": reason.HTTP4xx,
		"none/0": reason.InvalidRow, "inverted/0": reason.InvalidRow,
	}
	boxes := map[string]*crop.Box{"whole/0": nil, "boxes/0": &inside, "boxes/3": &right, "fallback/0": &inside}
	body, err := testweb.Get(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	for name, buffer := range map[string]int64{"in memory": DefaultBuffer, "spooled": 0} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			w := newRowWorker(t, func(o *Options) { o.Buffer = buffer })
			cuts, err := runRows(t.Context(), t, w, rows)
			if err != nil {
				t.Fatal(err)
			}
			if len(cuts) != len(failures)+len(boxes) {
				t.Errorf("%d cuts came, want %d", len(cuts), len(failures)+len(boxes))
			}
			for key, want := range failures {
				if got := cuts[key].Failure; got == nil || got.Reason != want {
					t.Errorf("%s: %v, want %s", key, got, want)
				}
			}
			for key, box := range boxes {
				want, err := crop.Crop(body, box, w.opts.Crop)
				if err != nil {
					t.Fatal(err)
				}
				got := cuts[key]
				if got.Failure != nil || got.Link != good || got.SHA256 != hex.EncodeToString(sum[:]) {
					t.Errorf("%s: %v from %s with %s", key, got.Failure, got.Link, got.SHA256)
				}
				if diff := cmp.Diff(*want, got.Crop); diff != "" {
					t.Errorf("%s:\n%s", key, diff)
				}
			}
			if n := server.Requests(good); n != 3 {
				t.Errorf("three rows that can be understood asked %d times", n)
			}
			if c := cuts["fallback/0"]; c.Attempts != 3 || c.Status != 200 {
				t.Errorf("the third link took %d attempts and ended with %d", c.Attempts, c.Status)
			}
			if tag := cuts["whole/0"].Row.Tag; tag != 7 {
				t.Errorf("the tag %v came back, want 7", tag)
			}
		})
	}
}

// What is on its way is bounded, in rows, in their boxes and in what callers hold
// for them, and what is larger than the bound goes through alone.
func TestRowBundleIsBounded(t *testing.T) {
	server := startWeb(t, 1)
	links := linksOf(server, 60, plain)
	for name, c := range map[string]struct {
		row  Row
		most int // rows at a time
	}{
		"rows":       {Row{}, 12},
		"boxes":      {Row{Boxes: make([]crop.Box, 4)}, 3},
		"held":       {Row{Held: 5 * heldAPlace}, 2},
		"held a lot": {Row{Held: 1000 * heldAPlace}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server.Reset()
			for i := range c.row.Boxes {
				c.row.Boxes[i] = crop.Box{X2: 10, Y2: 10 + float64(i)}
			}
			w := newRowWorker(t, func(o *Options) { o.LookAhead = 12 })
			bundle := w.NewRowBundle(t.Context())
			taken, out := 0, 0
			emit := func(Cut) { out++ }
			for i, l := range links {
				row := c.row
				row.ID, row.Links = fmt.Sprint(i), []string{l}
				if err := bundle.Add(row, emit); err != nil {
					t.Fatal(err)
				}
				taken++
				if open := len(bundle.open); open > c.most {
					t.Fatalf("%d rows are on their way, want at most %d", open, c.most)
				}
			}
			if err := errors.Join(bundle.Finish(emit), bundle.Close()); err != nil {
				t.Fatal(err)
			}
			if want := taken * max(1, len(c.row.Boxes)); out != want {
				t.Errorf("%d cuts of %d came", out, want)
			}
			if peak := server.Stats().Peak; peak > c.most {
				t.Errorf("%d requests were in flight, want at most %d", peak, c.most)
			}
		})
	}
}

// Two bundles over one worker both end, though each alone could fill it.
func TestRowBundlesShareRoom(t *testing.T) {
	server := startWeb(t, 1)
	w := newRowWorker(t, func(o *Options) { o.LookAhead = 2 })
	ends := make(chan error)
	for range 2 {
		go func() {
			var rows []Row
			for i, l := range linksOf(server, 40, plain) {
				rows = append(rows, Row{ID: fmt.Sprint(i), Links: []string{l}})
			}
			cuts, err := runRows(t.Context(), t, w, rows)
			if err == nil && len(cuts) != len(rows) {
				err = fmt.Errorf("%d cuts of %d came", len(cuts), len(rows))
			}
			ends <- err
		}()
	}
	for range 2 {
		if err := <-ends; err != nil {
			t.Error(err)
		}
	}
}

// A bundle whose context ends fails soon, though every request hangs and some
// crops were never handed out; all room comes back.
func TestRowBundleCancelled(t *testing.T) {
	server := startWeb(t, 1)
	w := newRowWorker(t, nothing)
	ctx, cancel := context.WithCancel(t.Context())
	rows := []Row{{ID: "good", Links: linksOf(server, 1, plain)}}
	for _, l := range linksOf(server, 50, func(int) (int, testweb.Picture) { return 0, testweb.Picture{Fault: "hang"} }) {
		rows = append(rows, Row{ID: l, Links: []string{l}})
	}
	finished := make(chan error, 1)
	go func() {
		_, err := runRows(ctx, t, w, rows)
		finished <- err
	}()
	waitFor(t, func() bool { return server.Stats().InFlight > 1 }, "a request")
	cancel()
	if err := <-finished; !errors.Is(err, context.Canceled) {
		t.Errorf("the bundle ended with %v, want context.Canceled", err)
	}
}
