package leases

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

// clock is one that stands until it is moved.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func process(store *files.Files, output, run string, c *clock) *Leases {
	l := New(store, output, run)
	l.now = c.now
	return l
}

func mustTake(t *testing.T, l *Leases, want Standing) {
	t.Helper()
	got, err := l.Take(t.Context(), 3, 10)
	if err != nil || got != want {
		t.Fatalf("got %v, %v, want %v", got, err, want)
	}
}

// pulse writes what Beat would.
func pulse(t *testing.T, store *files.Files, output, run, content string) {
	t.Helper()
	if err := store.WriteFile(t.Context(), files.Join(output, shards.PulseName(run)), []byte(content)); err != nil {
		t.Fatal(err)
	}
}

// A lease is its holder's for as long as that shows that it is alive, whatever the
// machines' clocks say.
func TestLeaseIsTheLivingHolders(t *testing.T) {
	store, output := files.New(), t.TempDir()
	a := process(store, output, "a", &clock{at: time.Unix(1e9, 0)})
	here := &clock{at: time.Unix(0, 0)}
	b := process(store, output, "b", here)
	pulse(t, store, output, "a", "0")
	mustTake(t, a, Ours)
	mustTake(t, a, Ours)
	mustTake(t, b, Unsure)
	here.at = here.at.Add(Interval)
	pulse(t, store, output, "a", "1")
	mustTake(t, b, Theirs)
	here.at = here.at.Add(Patience)
	mustTake(t, b, Theirs)
	here.at = here.at.Add(time.Second)
	mustTake(t, b, Ours)
	pulse(t, store, output, "b", "0")
	mustTake(t, a, Unsure)
}

// A lease whose holder has ended is free at once, and so is one that was given back.
func TestLeaseIsFree(t *testing.T) {
	store, output := files.New(), t.TempDir()
	stop, err := Beat(t.Context(), store, output, "a")
	if err != nil {
		t.Fatal(err)
	}
	a, b := New(store, output, "a"), New(store, output, "b")
	mustTake(t, a, Ours)
	mustTake(t, b, Unsure)
	stop()
	mustTake(t, b, Ours)
	if err := b.Give(t.Context(), 3, 10); err != nil {
		t.Fatal(err)
	}
	mustTake(t, a, Ours)
}

// Of processes that ask for a free lease at the same moment one gets it.
func TestOneOfManyGetsTheLease(t *testing.T) {
	store, output := files.New(), t.TempDir()
	var got atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		run := fmt.Sprint("run", i)
		pulse(t, store, output, run, "0")
		all.Go(func() {
			standing, err := New(store, output, run).Take(t.Context(), 0, 1)
			if err != nil {
				t.Error(err)
			}
			if standing == Ours {
				got.Add(1)
			}
		})
	}
	all.Wait()
	if n := got.Load(); n != 1 {
		t.Errorf("%d processes have the lease, want 1", n)
	}
}
