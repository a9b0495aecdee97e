package originals

import (
	"errors"
	"sync"
)

// table finds entries by key. It is made of sorted runs, of which the small new
// ones are merged again and again, so that there are few of them however many are
// added. One goroutine adds; any may look.
type table struct {
	dir  string
	size int // of an entry

	mu   sync.RWMutex // held while a run is read, so that none is closed meanwhile
	runs []*run       // each much longer than the next
}

// growth is how many times longer than the next a run stays: more of it makes more
// runs to look in, less more merging.
const growth = 4

// find calls yield with each entry of a key.
func (t *table) find(k key, yield func(entry []byte)) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, r := range t.runs {
		if err := r.find(k, yield); err != nil {
			return err
		}
	}
	return nil
}

// add adds entries, one after the other in a slice, in any order.
func (t *table) add(entries []byte) error {
	if len(entries) == 0 {
		return nil
	}
	w, err := newRunWriter(t.dir, t.size)
	if err != nil {
		return err
	}
	added, err := w.finish(eachSorted(entries, t.size, w.add))
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.runs = append(t.runs, added)
	t.mu.Unlock()
	return t.tidy()
}

// tidy merges the last runs while they are of a similar length.
func (t *table) tidy() error {
	for {
		n := len(t.runs) // only this goroutine changes it
		if n < 2 || t.runs[n-2].count > growth*t.runs[n-1].count {
			return nil
		}
		old := t.runs[n-2:]
		merged, err := merge(t.dir, old[0], old[1])
		if err != nil {
			return err
		}
		t.mu.Lock()
		t.runs = append(t.runs[:n-2:n-2], merged)
		t.mu.Unlock()
		if err := errors.Join(old[0].file.Close(), old[1].file.Close()); err != nil {
			return err
		}
	}
}

func (t *table) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var errs []error
	for _, r := range t.runs {
		errs = append(errs, r.file.Close())
	}
	t.runs = nil
	return errors.Join(errs...)
}
