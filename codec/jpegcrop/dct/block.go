package dct

// Block holds coefficients as a file has them, before dequantization, in rows: the
// coefficient of horizontal frequency u and vertical frequency v is at 8*v+u.
type Block [64]int32

// Quantized holds quantized coefficients, in columns: that one is at 8*u+v.
type Quantized [64]int16

// Factors multiply coefficients in columns, each its own.
type Factors [64]float32

// scales[k] is what the forward transform leaves out of each coefficient of one
// dimension: 1, then sqrt(2)*cos(k*pi/16). What is computed of them are products
// and quotients alone, so that every CPU architecture gets the same: none fuses
// these.
var scales = [8]float64{
	1, 1.3870398453221475, 1.3065629648763766, 1.1758756024193588,
	1, 0.7856949583871022, 0.541196100146197, 0.2758993792829431,
}

// ForwardFactor is the factor of [Forward] that quantises the n-th coefficient
// by step.
func ForwardFactor(n int, step uint16) float32 {
	return float32(1 / (8 * scales[n/8] * scales[n%8] * float64(step)))
}

const (
	levelShift = 128 // T.81, A.3.1

	// roundToInt, added to a float32 of less than 2^22, leaves the nearest
	// integer in its lowest bits, the even one of two.
	roundToInt     = 1.5 * (1 << 23)
	roundToIntBits = 0x4b400000
)
