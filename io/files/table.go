package files

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/gs"
	"github.com/beamcrop/beamcrop/io/files/hub"
	"github.com/beamcrop/beamcrop/io/files/local"
	"github.com/beamcrop/beamcrop/io/files/s3"
	"github.com/beamcrop/beamcrop/io/files/store"
	"github.com/beamcrop/beamcrop/io/files/web"
)

// drivers is the table of stores: to add one, write its package and a line here.
// Messages list stores in this order.
func drivers() []driver.Driver {
	return []driver.Driver{
		local.Driver(),
		gs.Driver(),
		s3.Driver(),
		hub.Driver(),
		web.Driver(),
	}
}

// driverOf returns the driver of a URI.
func driverOf(uri string) (driver.Driver, bool) {
	scheme := store.Scheme(uri)
	for _, d := range drivers() {
		if slices.Contains(d.Schemes, scheme) {
			return d, true
		}
	}
	return driver.Driver{}, false
}

// reader returns the store of a URI.
func (f *Files) reader(uri string) (store.Reader, error) {
	if uri == "" {
		return nil, errors.New("empty name")
	}
	scheme := store.Scheme(uri)
	if s, known := f.stores[scheme]; known {
		return s, nil
	}
	return nil, fmt.Errorf("%s:// is not supported: use %s (to read also %s)", scheme, either(names(false), "or"), either(names(true), "and"))
}

// writable returns the store of a URI that is to be written to.
func (f *Files) writable(uri string) (store.Store, error) {
	r, err := f.reader(uri)
	if err != nil {
		return nil, err
	}
	if s, ok := r.(store.Store); ok {
		return s, nil
	}
	var usual []string
	for _, d := range drivers() {
		if !d.ReadOnly {
			usual = append(usual, d.Names[0])
		}
	}
	return nil, fmt.Errorf("it can be read and not written: use %s (%w)", either(usual, "or"), errors.ErrUnsupported)
}

// ReadOnly says whether a URI is of a place that can only be read: https://,
// http:// or hf://.
func ReadOnly(uri string) bool {
	d, known := driverOf(uri)
	return known && d.ReadOnly
}

// names returns what users write for stores that can only be read, or for others.
func names(readOnly bool) (all []string) {
	for _, d := range drivers() {
		if d.ReadOnly == readOnly {
			all = append(all, d.Names...)
		}
	}
	return all
}

// either lists names as a sentence does.
func either(names []string, conjunction string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + conjunction + " " + names[last]
}
