package vp8crop

import "image"

// allocate finds what the rectangle needs and makes room for it.
func (d *decoder) allocate() {
	reach := d.reach()
	d.last = d.rect.Max.Sub(image.Pt(1, 1)).Add(image.Pt(reach, reach)).Div(16)
	d.last.X, d.last.Y = min(d.last.X, d.mbs.X-1), min(d.last.Y, d.mbs.Y-1)
	d.modes.header = &d.header
	d.modes.above = make([]uint8, 4*d.mbs.X)
	d.above = make([]nonzero, d.mbs.X)
	d.row = make([]macroblock, d.mbs.X)
	d.filtered = make([]filtered, d.needed(0))
	d.samples = newSamples(d.needed(0))
	d.out = image.NewYCbCr(d.rect, image.YCbCrSubsampleRatio420)
}

// needed is how many macroblocks of a row the rectangle needs. Prediction looks
// above and right, and so does the filter: each row further up needs one more.
func (d *decoder) needed(y int) int { return min(d.last.X+1+d.last.Y-y, d.mbs.X) }

// read is how many macroblocks of a row have to be read: all, but in a
// partition's last row, behind which nothing of it matters.
func (d *decoder) read(y int) int {
	if y+len(d.tokens) > d.last.Y {
		return d.needed(y)
	}
	return d.mbs.X
}

// decodeRow decodes a row of macroblocks, as far as it is needed.
func (d *decoder) decodeRow(y int) error {
	row := d.row
	if y == d.last.Y {
		row = row[:d.needed(y)]
	}
	if err := d.modes.readRow(row); err != nil {
		return err
	}
	needed, part := d.needed(y), &d.tokens[y&(len(d.tokens)-1)]
	var left nonzero
	for x := range d.read(y) {
		mb := &d.row[x]
		inside, err := d.readResidue(part, mb, &d.above[x], &left)
		if err != nil {
			return err
		}
		if x < needed {
			d.samples.reconstruct(mb, &d.residue, x, y == 0)
			d.filtered[x] = d.filterOf(mb, inside)
		}
		d.residue.clear()
	}
	d.samples.keepLines()
	d.filterRow(d.filtered[:needed], y == 0)
	d.copyRow(y)
	return nil
}

// readResidue reads a macroblock's coefficients, and reports whether there are
// any.
func (d *decoder) readResidue(p *partition, mb *macroblock, above, left *nonzero) (bool, error) {
	whole := mb.luma != modeSubblocks
	if mb.skipped {
		none(whole, above, left)
		return false, nil
	}
	found := d.residue.read(p, &d.tokenProbs, &d.quantisers[mb.segment], whole, above, left)
	if p.over() {
		return false, short("a partition")
	}
	return found, nil
}

// filterOf returns how the loop filter treats a macroblock: the edges within it,
// too, where it has coefficients or was predicted in parts.
func (d *decoder) filterOf(mb *macroblock, found bool) filtered {
	if mb.luma == modeSubblocks {
		return filtered{&d.edges[mb.segment][1], true}
	}
	return filtered{&d.edges[mb.segment][0], found}
}

// filterRow filters the macroblocks of a row: section 15.1. If the frame's own
// level is 0, segments' levels do not count.
func (d *decoder) filterRow(row []filtered, top bool) {
	if d.level == 0 {
		return
	}
	for x, f := range row {
		switch {
		case f.edges.none:
		case d.simple:
			d.samples.luma.filter(f.edges, within4, x, top, f.inside)
		default:
			d.samples.filter(f.edges, x, top, f.inside)
		}
	}
}

// copyRow copies what a row makes final to the result: the last lines of the
// row above, and those of its own that no filter reaches any more.
func (d *decoder) copyRow(y int) {
	r := d.rect
	half := image.Rect(r.Min.X/2, r.Min.Y/2, (r.Max.X+1)/2, (r.Max.Y+1)/2)
	s, last := &d.samples, y == d.last.Y
	s.luma.copyTo(d.out.Y, d.out.YStride, r, y, last)
	s.cb.copyTo(d.out.Cb, d.out.CStride, half, y, last)
	s.cr.copyTo(d.out.Cr, d.out.CStride, half, y, last)
}
