package jpegcrop

import "github.com/beamcrop/beamcrop/codec/jpegcrop/dct"

// zigzag maps the order of transmission to the columns of a
// dct.Quantized: T.81,
// figure A.6.
var zigzag = [64]uint8{
	0, 8, 1, 2, 9, 16, 24, 17,
	10, 3, 4, 11, 18, 25, 32, 40,
	33, 26, 19, 12, 5, 6, 13, 20,
	27, 34, 41, 48, 56, 49, 42, 35,
	28, 21, 14, 7, 15, 22, 29, 36,
	43, 50, 57, 58, 51, 44, 37, 30,
	23, 31, 38, 45, 52, 59, 60, 53,
	46, 39, 47, 54, 61, 62, 55, 63,
}

// zigzagRows maps the order of transmission to the rows of a dct.Block. What lies
// beyond a block has the place of the last coefficient.
var zigzagRows = func() (z [128]uint8) {
	for k := range z {
		n := zigzag[min(k, 63)]
		z[k] = n%8*8 + n/8
	}
	return z
}()

// order is the other way round: the numbers of coefficients in zigzag order.
var order = func() (o [64]uint8) {
	for k, n := range zigzag {
		o[n] = uint8(k)
	}
	return o
}()

// quantTable is a quantization table.
type quantTable struct {
	steps [64]uint16 // in zigzag order
	rows  dct.Steps  // the same
}

func (q *quantTable) set(k int, step uint16) {
	q.steps[k], q.rows[zigzagRows[k]] = step, int32(step)
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
		for k := range q.steps {
			if precision == 0 {
				q.set(k, uint16(body[k]))
			} else {
				q.set(k, uint16(body[2*k])<<8|uint16(body[2*k+1]))
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
