package jpegcrop

import "math"

// zigzag maps the order of transmission to rows of eight: T.81, figure A.6.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10,
	17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34,
	27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36,
	29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46,
	53, 60, 61, 54, 47, 55, 62, 63,
}

// order is the other way round: the numbers of coefficients in zigzag order.
var order = func() (o [64]uint8) {
	for k, n := range zigzag {
		o[n] = uint8(k)
	}
	return o
}()

// scaleBits is the fixed point of the factors that dequantise.
const scaleBits = 14

// dctScale[k] is what the fast transforms leave out of each coefficient of one
// dimension: 1, then sqrt(2)*cos(k*pi/16). What is computed of it are products
// alone, so that every CPU architecture gets the same: none fuses these.
var dctScale = [8]float64{
	1, 1.3870398453221475, 1.3065629648763766, 1.1758756024193588,
	1, 0.7856949583871022, 0.541196100146197, 0.2758993792829431,
}

// quantTable is a quantization table, in zigzag order.
type quantTable struct {
	steps  [64]uint16
	scaled [64]int // multiplies a coefficient into the input of idct
	plain  [64]int // the steps again, which multiply it into that of idctReduced
}

// unscaled leaves coefficients as they are.
var unscaled = func() (s [64]int) {
	for i := range s {
		s[i] = 1
	}
	return s
}()

// dctScales holds the products of dctScale in zigzag order, in fixed point
// with scaleBits+2 fraction bits.
var dctScales = func() (s [64]int) {
	for i, n := range zigzag {
		s[i] = int(math.Round(dctScale[n/8] * dctScale[n%8] * (1 << (scaleBits + 2))))
	}
	return s
}()

func (q *quantTable) set(i, step int) {
	q.steps[i], q.scaled[i], q.plain[i] = uint16(step), (step*dctScales[i]+2)>>2, step
}

// readQuant reads a segment of quantization tables: T.81, B.2.4.1.
func (d *decoder) readQuant(body []byte) error {
	for len(body) > 0 {
		precision, id := int(body[0]>>4), body[0]&15
		body = body[1:]
		if precision > 1 || id > 3 || len(body) < 64<<precision {
			return FormatError("an invalid quantization table")
		}
		q := &quantTable{}
		for i := range q.steps {
			if precision == 0 {
				q.set(i, int(body[i]))
			} else {
				q.set(i, int(body[2*i])<<8|int(body[2*i+1]))
			}
		}
		d.quant[id] = q
		body = body[64<<precision:]
	}
	return nil
}

// chooseQuant gives a component the table that its number means now: where its
// scan is sequential when that begins, else at the end of the picture.
func (d *decoder) chooseQuant(c *component) error {
	c.quant = d.quant[c.tq]
	if c.quant == nil {
		return FormatError("a component's quantization table is not defined")
	}
	return nil
}
