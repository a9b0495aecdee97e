package hub

import (
	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const scheme = "hf"

// Driver returns the driver of the Hub.
func Driver() driver.Driver {
	return driver.Driver{
		Schemes:  []string{scheme},
		Names:    []string{scheme + "://"},
		ReadOnly: true,
		Open:     func(shared driver.Shared) store.Reader { return &backend{http: shared.HTTP} },
		Plain:    plain,
	}
}
