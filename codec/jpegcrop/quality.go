package jpegcrop

import "github.com/beamcrop/beamcrop/codec/jpegcrop/dct"

// Quantization tables for quality 50, in rows: T.81, annex K, tables K.1 and
// K.2.
var baseSteps = [2][64]uint8{
	{
		16, 11, 10, 16, 24, 40, 51, 61,
		12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56,
		14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77,
		24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99,
	},
	{
		17, 18, 24, 47, 99, 99, 99, 99,
		18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99,
		47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
	},
}

// quantizer is what a component's coefficients are quantised by.
type quantizer struct {
	steps   [64]uint16 // in zigzag order
	factors dct.Factors
}

// setQuality derives the steps from the quality as libjpeg and image/jpeg do.
func (e *encoder) setQuality(quality int) {
	if e.quality == quality {
		return
	}
	percent := 200 - 2*quality
	if quality < 50 {
		percent = 5000 / quality
	}
	for i := range e.tables {
		q := &e.tables[i]
		for k, n := range zigzag {
			base := baseSteps[i][n%8*8+n/8]
			q.steps[k] = uint16(min(max((int(base)*percent+50)/100, 1), 255))
			q.factors[n] = dct.ForwardFactor(int(n), q.steps[k])
		}
	}
	e.quality = quality
}
