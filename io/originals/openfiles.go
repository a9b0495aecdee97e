package originals

import (
	"errors"
	"sync"

	"github.com/beamcrop/beamcrop/io/files"
)

// maxOpen is how many units' files stay open when nobody reads them.
const maxOpen = 32

// openFiles keeps files open that were read lately: to open one takes a request on
// an object store.
type openFiles struct {
	open func(unit uint32) (files.File, error)

	mu    sync.Mutex
	files []*openFile // the one that was used last is last
}

type openFile struct {
	files.File
	unit  uint32
	users int
}

// get returns a unit's file, which put is to be called with.
func (o *openFiles) get(unit uint32) (*openFile, error) {
	if f := o.take(unit); f != nil {
		return f, nil
	}
	file, err := o.open(unit)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	f := &openFile{file, unit, 1}
	o.files = append(o.files, f)
	return f, nil
}

func (o *openFiles) take(unit uint32) *openFile {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, f := range o.files {
		if f.unit == unit {
			o.files = append(append(o.files[:i], o.files[i+1:]...), f)
			f.users++
			return f
		}
	}
	return nil
}

// put gives a file back, and closes those that were not used for longest.
func (o *openFiles) put(f *openFile) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	f.users--
	var errs []error
	kept := o.files[:0]
	over := len(o.files) - maxOpen
	for _, f := range o.files {
		if over > 0 && f.users == 0 {
			errs = append(errs, f.Close())
			over--
			continue
		}
		kept = append(kept, f)
	}
	clear(o.files[len(kept):])
	o.files = kept
	return errors.Join(errs...)
}

func (o *openFiles) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var errs []error
	for _, f := range o.files {
		errs = append(errs, f.Close())
	}
	o.files = nil
	return errors.Join(errs...)
}
