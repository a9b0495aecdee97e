package text

import "github.com/beamcrop/beamcrop/io/rows/input"

// What tests look at that nobody else sees.
const (
	MaxParked = maxParked
	HeadSize  = textHead
)

// Parked returns how many places of a file are remembered.
func Parked(r input.Reader) int { return len(r.(*Reader).parked) }
