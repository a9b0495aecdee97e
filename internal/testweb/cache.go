package testweb

import (
	"container/list"
	"runtime"
	"sync"
)

// cacheBytes is how many bytes of encoded pictures a server keeps.
const cacheBytes = 256 << 20

// content is what the bytes of a picture depend on.
type content struct {
	id            uint64
	width, height int
	format        string
	quality       int
	bomb          bool
}

func contentOf(p Picture) content {
	return content{id: p.ID, width: p.Width, height: p.Height, format: p.Format, quality: p.Quality}
}

// cache keeps the most recently used encoded pictures, up to a total size.
// What is asked for by several at once is made once; and only so many are
// made at a time as there are processors, since drawing takes memory.
type cache struct {
	limit int
	slots chan struct{}

	mu      sync.Mutex
	size    int
	entries map[content]*list.Element // of *entry
	recent  *list.List                // front is most recent
}

type entry struct {
	key  content
	made func() ([]byte, error) // makes it once
	size int                    // 0 until made
}

func newCache(limit int) *cache {
	return &cache{
		limit:   limit,
		slots:   make(chan struct{}, runtime.GOMAXPROCS(0)),
		entries: map[content]*list.Element{},
		recent:  list.New(),
	}
}

// get returns the bytes of key, which nobody may change, calling produce if they are not there.
func (c *cache) get(key content, produce func() ([]byte, error)) ([]byte, error) {
	e := c.entry(key, produce)
	data, err := e.made()
	if err != nil {
		return nil, err
	}
	c.account(e, len(data))
	return data, nil
}

// entry finds or adds an entry and makes it the most recent.
func (c *cache) entry(key content, produce func() ([]byte, error)) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if element, ok := c.entries[key]; ok {
		c.recent.MoveToFront(element)
		return element.Value.(*entry)
	}
	e := &entry{key: key, made: sync.OnceValues(func() ([]byte, error) {
		c.slots <- struct{}{}
		defer func() { <-c.slots }()
		return produce()
	})}
	c.entries[key] = c.recent.PushFront(e)
	return e
}

// account adds a new entry's size and drops the oldest beyond the limit.
func (c *cache) account(e *entry, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if element, ok := c.entries[e.key]; !ok || element.Value != e || e.size != 0 {
		return
	}
	e.size = size
	c.size += size
	for c.size > c.limit && c.recent.Len() > 1 {
		oldest := c.recent.Remove(c.recent.Back()).(*entry)
		delete(c.entries, oldest.key)
		c.size -= oldest.size
	}
}
