package bmpcrop

import "image"

// runs walks over a run-length stream: pairs of a count and an index, or of a 0
// and a command.
type runs struct {
	*bitmap
	out  *image.RGBA
	at   image.Point // of the next pixel; y counts as the rows are stored
	data []byte      // what is left of the stream
}

// decodeRuns decodes the rectangle of a run-length picture. What the stream skips
// has index 0.
func (b *bitmap) decodeRuns(r image.Rectangle) (image.Image, error) {
	d := runs{bitmap: b, out: image.NewRGBA(r), data: b.pixels}
	for i := 0; i < len(d.out.Pix); i += 4 {
		copy(d.out.Pix[i:], b.palette[0][:])
		d.out.Pix[i+3] = 0xff
	}
	for done := false; !done; {
		if len(d.data) < 2 {
			if d.complete() {
				return d.out, nil
			}
			return nil, short("the pixels")
		}
		count, value := int(d.data[0]), d.data[1]
		d.data = d.data[2:]
		if count > 0 {
			d.run(count, value)
			continue
		}
		var err error
		if done, err = d.command(value); err != nil {
			return nil, err
		}
	}
	return d.out, nil
}

// complete reports whether every pixel was written or skipped.
func (d *runs) complete() bool {
	return d.at.Y >= d.size.Y || d.at.Y == d.size.Y-1 && d.at.X >= d.size.X
}

// run writes a pixel several times, of 4 bits two by turns.
func (d *runs) run(count int, value byte) {
	for i := range count {
		d.put(d.index(value, i))
	}
}

// index returns the index of a byte that belongs to a row's pixel number i.
func (d *runs) index(value byte, i int) byte {
	switch {
	case d.bits == 8:
		return value
	case i%2 == 0:
		return value >> 4
	}
	return value & 15
}

// put writes a pixel; what passes the end of its row is dropped.
func (d *runs) put(index byte) {
	at := d.at
	if !d.topDown {
		at.Y = d.size.Y - 1 - at.Y
	}
	d.at.X++
	if !at.In(d.out.Rect) {
		return
	}
	to := d.out.Pix[d.out.PixOffset(at.X, at.Y):]
	copy(to, d.palette[index][:])
}

// command does what stands behind a count of 0.
func (d *runs) command(value byte) (done bool, err error) {
	switch value {
	case 0: // the row ends
		d.at = image.Pt(0, d.at.Y+1)
		return d.at.Y >= d.size.Y, nil
	case 1: // the picture ends
		return true, nil
	case 2: // go on further right and further up
		if len(d.data) < 2 {
			return false, short("the pixels")
		}
		d.at = d.at.Add(image.Pt(int(d.data[0]), int(d.data[1])))
		d.data = d.data[2:]
		return d.at.Y >= d.size.Y, nil
	}
	return false, d.literal(int(value))
}

// literal writes so many pixels as they stand, padded to 16 bits.
func (d *runs) literal(count int) error {
	length := (count*d.bits + 7) / 8
	if len(d.data) < length {
		return short("the pixels")
	}
	for i := range count {
		d.put(d.index(d.data[i*d.bits/8], i))
	}
	d.data = d.data[min(length+length%2, len(d.data)):]
	return nil
}
