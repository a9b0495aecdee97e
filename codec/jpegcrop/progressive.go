package jpegcrop

import (
	"image"
	"math"
)

// coefficients is what the scans of a picture build up of one component.
type coefficients struct {
	// values has 64 coefficients in zigzag order for each block that the
	// rectangle touches.
	values []int16
	// nonzero tells for every block down to the rectangle's end which AC
	// coefficients are not 0: later scans cannot be walked without it.
	nonzero []uint64
}

// scanProgressive decodes one scan: T.81, G.1.
func (d *decoder) scanProgressive(s *scan) error {
	if s.first == 0 && !d.plausible(s, 1) {
		return d.short()
	}
	if err := d.allocate(); err != nil {
		return err
	}
	for i := range s.comps {
		if s.first == 0 && s.high == 0 {
			s.comps[i].dc.buildValues()
			s.comps[i].limit = math.MaxInt / 2
			if q := d.quant[d.frame.comps[s.comps[i].index].tq]; q != nil {
				s.comps[i].setLimit(d.mostDC(), q, s.low)
			}
		}
		if s.low == 0 {
			d.missing[s.comps[i].index] &^= ^uint64(0) << s.first & (^uint64(0) >> (63 - s.last))
		}
		d.seen[s.comps[i].index] = d.seen[s.comps[i].index] || s.first == 0 && s.high == 0
	}
	switch {
	case s.first == 0 && s.high == 0:
		return d.walk(s, dcFirst{d, s})
	case s.first == 0:
		return d.walk(s, dcRefine{d, s})
	}
	c := d.acScan(s)
	if s.high == 0 {
		return d.walk(s, &acFirst{c})
	}
	return d.walk(s, &acRefine{c})
}

// allocateCoefs makes room for the coefficients of all components.
func (d *decoder) allocateCoefs() {
	d.coefs = make([]coefficients, len(d.frame.comps))
	values, blocks := 0, 0
	for _, c := range d.frame.comps {
		values += 64 * c.need.Dx() * c.need.Dy()
		blocks += c.blocks.X * d.rows(&c)
	}
	s := d.scratch
	s.coefs, s.nonzero = zeroed(s.coefs, values), zeroed(s.nonzero, blocks)
	v, n := s.coefs, s.nonzero
	for i, c := range d.frame.comps {
		values, blocks = 64*c.need.Dx()*c.need.Dy(), c.blocks.X*d.rows(&c)
		d.coefs[i] = coefficients{v[:values], n[:blocks]}
		v, n = v[values:], n[blocks:]
	}
}

// values returns the coefficients of a block; nil where it does not matter.
func (d *decoder) values(index int, p image.Point) *[64]int16 {
	c := &d.frame.comps[index]
	if !p.In(c.need) {
		return nil
	}
	p = p.Sub(c.need.Min)
	return (*[64]int16)(d.coefs[index].values[64*(p.Y*c.need.Dx()+p.X):])
}

// blockOf returns the place of a block of an MCU.
func (d *decoder) blockOf(s *scan, u unit, at image.Point) image.Point {
	if s.single {
		return at
	}
	c := &d.frame.comps[u.comp.index]
	return image.Pt(at.X*c.h+u.x, at.Y*c.v+u.y)
}

const errLarge = FormatError("a coefficient is too large")

func fits(v int) bool { return v >= math.MinInt16 && v <= math.MaxInt16 }
