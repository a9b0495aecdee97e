package files

import (
	"slices"
	"testing"

	"github.com/beamcrop/beamcrop/io/files/store"
)

// TestDrivers holds that the table is one that URIs, and messages, can be read by.
func TestDrivers(t *testing.T) {
	f := New()
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	var schemes []string
	for _, d := range drivers() {
		if len(d.Schemes) == 0 || len(d.Names) == 0 {
			t.Errorf("a driver of the schemes %q has the names %q", d.Schemes, d.Names)
		}
		for _, scheme := range d.Schemes {
			if slices.Contains(schemes, scheme) {
				t.Errorf("two drivers have the scheme %q", scheme)
			}
			schemes = append(schemes, scheme)
			if _, writable := f.stores[scheme].(store.Store); writable == d.ReadOnly {
				t.Errorf("scheme %q: the store can be written: %t, its driver says read only: %t", scheme, writable, d.ReadOnly)
			}
		}
	}
}
