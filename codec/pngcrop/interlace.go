package pngcrop

import "image"

// pass is one of the seven in which an interlaced picture is stored, each a
// picture of its own: of every so manieth pixel, from one on.
type pass struct{ from, step image.Point }

// passes are those of Adam7.
var passes = [7]pass{
	{image.Pt(0, 0), image.Pt(8, 8)},
	{image.Pt(4, 0), image.Pt(8, 8)},
	{image.Pt(0, 4), image.Pt(4, 8)},
	{image.Pt(2, 0), image.Pt(4, 4)},
	{image.Pt(0, 2), image.Pt(2, 4)},
	{image.Pt(1, 0), image.Pt(2, 2)},
	{image.Pt(0, 1), image.Pt(1, 2)},
}

// size returns how many pixels the pass has of a picture; it has none if either
// is 0.
func (p pass) size(width, height int) image.Point {
	return image.Pt((width-p.from.X+p.step.X-1)/p.step.X, (height-p.from.Y+p.step.Y-1)/p.step.Y)
}

// interlacedRows makes the rectangle of rows that are stored pass after pass.
func (d *decoder) interlacedRows(out *picture, r image.Rectangle, _ bool) error {
	d.left = 0
	for _, p := range passes {
		if size := p.size(d.width, d.height); size.X > 0 {
			d.left += int64(1+d.rowBytes(size.X)) * int64(size.Y)
		}
	}
	for _, p := range passes {
		size := p.size(d.width, d.height)
		if size.X == 0 || size.Y == 0 {
			continue
		}
		d.setWidth(d.rowBytes(size.X))
		row := d.newPicture(image.Rect(0, 0, size.X, 1))
		for y := range size.Y {
			if err := d.nextRow(1 + d.rowBytes(size.X)); err != nil {
				return err
			}
			if to := p.from.Y + y*p.step.Y; to >= r.Min.Y && to < r.Max.Y {
				row.set(0, d.row)
				out.spread(to-r.Min.Y, row, p)
			}
		}
	}
	return nil
}

// spread copies those pixels of a pass's row that are in the rectangle to their
// places in its row y, counted from its top.
func (p *picture) spread(y int, row *picture, of pass) {
	pixel := row.stride / (row.columns[1] - row.columns[0])
	to := p.pix[y*p.stride:][:p.stride]
	for i := range row.columns[1] {
		x := of.from.X + i*of.step.X
		if x >= p.columns[0] && x < p.columns[1] {
			copy(to[(x-p.columns[0])*pixel:][:pixel], row.pix[i*pixel:])
		}
	}
}
