package s3

import (
	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/store"
)

const scheme = "s3"

// Driver returns the driver of S3.
func Driver() driver.Driver {
	return driver.Driver{
		Schemes: []string{scheme},
		Names:   []string{scheme + "://"},
		Open:    func(shared driver.Shared) store.Reader { return &backend{pauses: shared.Pauses} },
	}
}
