package gs

import (
	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const scheme = "gs"

// Driver returns the driver of Cloud Storage.
func Driver() driver.Driver {
	return driver.Driver{
		Schemes: []string{scheme},
		Names:   []string{scheme + "://"},
		Open:    func(driver.Shared) store.Reader { return &backend{} },
	}
}
