package testweb

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestCacheKeepsWhatIsUsed(t *testing.T) {
	c := newCache(100)
	made := map[uint64]int{}
	get := func(id uint64) {
		data, err := c.get(content{id: id}, func() ([]byte, error) {
			made[id]++
			return make([]byte, 40), nil
		})
		if len(data) != 40 || err != nil {
			t.Errorf("got %d bytes, %v", len(data), err)
		}
	}
	for _, id := range []uint64{1, 2, 1, 3, 1, 2} { // 3 pushes out 2, 2 pushes out 3
		get(id)
	}
	if made[1] != 1 || made[2] != 2 || made[3] != 1 || c.size != 80 {
		t.Errorf("made %v, holds %d bytes", made, c.size)
	}
}

func TestCacheMakesOnce(t *testing.T) {
	c := newCache(100)
	var made atomic.Int32
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			_, _ = c.get(content{}, func() ([]byte, error) { made.Add(1); return []byte{1}, nil })
		})
	}
	callers.Wait()
	if made.Load() != 1 || c.size != 1 {
		t.Errorf("made %d times, holds %d bytes", made.Load(), c.size)
	}
	broken := errors.New("broken")
	if _, err := c.get(content{id: 1}, func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestLinkCountsForgetTheOldest(t *testing.T) {
	c := newLinkCounts(10)
	for i := range uint64(1000) {
		if got := c.add(7777); got != int(i) { // always in use, never forgotten
			t.Fatalf("counted %d of %d", got, i)
		}
		if got := c.add(i); got != 0 {
			t.Fatalf("link %d was there before", i)
		}
		if len(c.young) > 10 || len(c.old) > 10 {
			t.Fatalf("holds %d and %d links", len(c.young), len(c.old))
		}
	}
	if c.count(999) != 1 || c.count(5) != 0 {
		t.Errorf("counts %d and %d", c.count(999), c.count(5))
	}
}
