package jpegcrop

import "image"

// dcFirst decodes the upper bits of DC coefficients.
type dcFirst struct {
	d    *decoder
	scan *scan
}

func (q dcFirst) restart() {
	for i := range q.scan.comps {
		q.scan.comps[i].pred = 0
	}
}

func (q dcFirst) decode(at image.Point) error {
	for _, u := range q.scan.units {
		if err := q.next(u.comp); err != nil {
			return err
		}
		if values := q.d.values(u.comp.index, q.d.blockOf(q.scan, u, at)); values != nil {
			v := u.comp.pred << q.scan.low
			if !fits(v) {
				return errLarge
			}
			values[0] = int16(v)
		}
	}
	return nil
}

func (q dcFirst) skip(mcus int) error {
	for range mcus {
		for i := range q.scan.units {
			if err := q.next(q.scan.units[i].comp); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q dcFirst) next(c *scanComponent) error {
	if q.d.bits.farOver() {
		return errCode
	}
	diff, err := q.d.bits.difference(c.dc)
	c.add(diff)
	return err
}

// dcRefine decodes one more bit of DC coefficients.
type dcRefine struct {
	d    *decoder
	scan *scan
}

func (q dcRefine) restart() {}

func (q dcRefine) decode(at image.Point) error {
	for _, u := range q.scan.units {
		bit := q.d.bits.take(1)
		if values := q.d.values(u.comp.index, q.d.blockOf(q.scan, u, at)); values != nil {
			values[0] |= int16(bit << q.scan.low)
		}
	}
	if q.d.bits.farOver() {
		return errCode
	}
	return nil
}

func (q dcRefine) skip(mcus int) error {
	q.d.bits.skip(mcus * len(q.scan.units))
	return nil
}
