package fetch

import (
	"container/list"

	"github.com/beamcrop/beamcrop/transforms/fetch/link"
)

// maxRemembered is how many hosts without rows are remembered, about 30 MB: a
// dead host is not tried anew, nor one that refused asked as fast as before, when
// the dataset names it again a while later.
const maxRemembered = 1 << 16

// remembered holds hosts without rows. The one idle for longest is forgotten
// first.
type remembered struct {
	hosts map[string]*list.Element
	order list.List // longest idle first
}

func newRemembered() remembered { return remembered{hosts: map[string]*list.Element{}} }

// take returns the host of that name and no longer holds it; nil if it does not.
func (m *remembered) take(name string) *host {
	at := m.hosts[name]
	if at == nil {
		return nil
	}
	delete(m.hosts, name)
	return m.order.Remove(at).(*host)
}

// put remembers h, and returns the host forgotten for it, or nil.
func (m *remembered) put(h *host) (forgotten *host) {
	m.hosts[h.name] = m.order.PushBack(h)
	if len(m.hosts) <= maxRemembered {
		return nil
	}
	forgotten = m.order.Remove(m.order.Front()).(*host)
	delete(m.hosts, forgotten.name)
	return forgotten
}

// hostOf returns the host of to, as remembered or new.
func (f *Fetcher) hostOf(to link.Target) *host {
	h := f.hosts[to.Host]
	if h != nil {
		return h
	}
	if h = f.idle.take(to.Host); h == nil {
		h = newHost(to)
	}
	f.hosts[h.name] = h
	return h
}

// retire takes h, which no row belongs to, from the hosts at work.
func (f *Fetcher) retire(h *host) {
	delete(f.hosts, h.name)
	if h.exhausted() {
		return
	}
	h.notFound = nil
	if old := f.idle.put(h); old != nil {
		f.moveOut(old)
	}
}
