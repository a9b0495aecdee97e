package testweb

// maxLinks bounds the memory of link counts, to some 30 MB.
const maxLinks = 1 << 19

// linkCounts counts requests by link in two generations of at most limit links
// each. When the young one is full it becomes the old one and the old one is
// forgotten; a link in use moves to the young one. So memory is bounded, and
// what is forgotten was last asked for at least limit other links ago.
type linkCounts struct {
	young, old map[uint64]int
	limit      int
}

func newLinkCounts(limit int) linkCounts {
	return linkCounts{young: map[uint64]int{}, limit: limit}
}

// add counts one request and returns how many there were before.
func (c *linkCounts) add(key uint64) int {
	before := c.count(key)
	if _, ok := c.young[key]; !ok && len(c.young) >= c.limit {
		c.young, c.old = map[uint64]int{}, c.young
	}
	c.young[key] = before + 1
	return before
}

func (c *linkCounts) count(key uint64) int {
	if n, ok := c.young[key]; ok {
		return n
	}
	return c.old[key]
}
