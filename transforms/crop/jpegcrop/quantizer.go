package jpegcrop

import "math"

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

// quantShift is the fixed point of a quantized coefficient before it is
// rounded: 11 bits of it, its sign and quantShift bits fill 64.
const quantShift = 48

// quantizer divides what fdct gives by the quantization steps.
type quantizer struct {
	steps    [64]uint16 // in zigzag order
	inverses [64]int    // in zigzag order: 1/step, times what makes fdct's output T.81's
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
			step := min(max((int(baseSteps[i][n])*percent+50)/100, 1), 255)
			q.steps[k] = uint16(step)
			scale := 8 * dctScale[n/8] * dctScale[n%8] * (1 << fdctShift) * float64(step)
			q.inverses[k] = int(math.Round((1 << quantShift) / scale))
		}
	}
	e.quality = quality
}

// quantize divides b's coefficients, to the nearest integer. It returns the DC
// coefficient and puts those others that are not 0 at the front of ac, n of
// them. It never branches on a coefficient, which could not be foreseen.
func (q *quantizer) quantize(ac *[64]coefficient, b *block) (dc, n int) {
	inverses := &q.inverses
	dc = (b[0]*inverses[0] + 1<<(quantShift-1)) >> quantShift
	for k := 1; k < 64; k++ {
		c := (b[zigzag[k]&63]*inverses[k] + 1<<(quantShift-1)) >> quantShift
		ac[n&63] = coefficient(c<<6 | k)
		n += int(uint64(c|-c) >> 63)
	}
	return dc, n
}
