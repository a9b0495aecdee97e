package web

import (
	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// Driver returns the driver of web servers.
func Driver() driver.Driver {
	return driver.Driver{
		Schemes:  []string{"https", "http"},
		Names:    []string{"https://"},
		ReadOnly: true,
		Open:     func(shared driver.Shared) store.Reader { return backend{http: shared.HTTP} },
		Plain:    plain,
		Shown:    plain,
	}
}
