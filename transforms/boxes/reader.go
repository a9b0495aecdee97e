package boxes

import "github.com/beamcrop/beamcrop/transforms/crop"

// Piece is one box of a row, and what the row says of it.
type Piece struct {
	Box     crop.Box
	Caption *string  // the part of the row's caption that the box is of; nil: all of it
	Score   *float64 // a detector's; nil: none
}
