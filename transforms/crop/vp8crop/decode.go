package vp8crop

import (
	"fmt"
	"image"
)

// decoder is the state of one frame's decoding.
type decoder struct {
	header
	rect       image.Rectangle
	data       []byte // the frame, with padding
	modes      modeReader
	tokens     []partition
	tokenProbs [4]positionProbs
	quantisers [segments]quantiser
	edges      [segments][2]edges
	last       image.Point // the last macroblock that the rectangle needs of the last row
	row        []macroblock
	filtered   []filtered
	above      []nonzero
	residue    residue
	samples    samples
	out        *image.YCbCr
}

// filtered is how the loop filter treats a macroblock.
type filtered struct {
	edges  *edges
	inside bool // the edges within it, too
}

// Decode decodes the rectangle r of the key frame in data.
func Decode(data []byte, r image.Rectangle) (*image.YCbCr, error) {
	d := decoder{rect: r}
	if err := d.start(data); err != nil {
		return nil, err
	}
	for y := range d.last.Y + 1 {
		if err := d.decodeRow(y); err != nil {
			return nil, err
		}
	}
	return d.out, nil
}

// start reads all up to the first macroblock.
func (d *decoder) start(data []byte) error {
	first, err := d.readTag(data)
	if err != nil {
		return err
	}
	if bounds := (image.Rectangle{Max: d.size}); d.rect.Empty() || !d.rect.In(bounds) {
		return fmt.Errorf("vp8crop: the rectangle %v is empty or not within the picture %v", d.rect, bounds)
	}
	d.data = make([]byte, len(data)+padding)
	copy(d.data, data)
	p, err := newPartition(d.data[tagSize:], first-tagSize)
	if err != nil {
		return err
	}
	p.flag() // the colour space, of which there is one
	p.flag() // whether sums need no clamping, which they get all the same
	d.readSegments(&p)
	d.readFilter(&p)
	if err := d.split(first, 1<<p.number(2)); err != nil {
		return err
	}
	d.quantisers = d.readQuantisers(&p)
	d.readProbs(&p)
	d.tokenProbs = d.probs.byPosition()
	if p.over() {
		return short("the first partition")
	}
	for i := range d.edges {
		for j, f := range d.filters(i) {
			d.edges[i][j] = edgesOf(f, d.simple)
		}
	}
	d.modes.part = p
	d.allocate()
	return nil
}

// split finds the partitions of tokens: RFC 6386, section 9.5. Their sizes but
// for the last one's stand before them.
func (d *decoder) split(at, count int) error {
	sizes := d.data[at : len(d.data)-padding]
	if len(sizes) < 3*(count-1) {
		return short("the sizes of partitions")
	}
	rest := d.data[at+3*(count-1):]
	for i := range count {
		size := len(rest) - padding
		if i < count-1 {
			size = int(sizes[3*i]) | int(sizes[3*i+1])<<8 | int(sizes[3*i+2])<<16
		} else if size >= 1<<24 {
			return fmt.Errorf("%w: a last partition of 16 MB", ErrUnsupported)
		}
		if size > len(rest)-padding {
			return short("a partition")
		}
		p, err := newPartition(rest, size)
		if err != nil {
			return err
		}
		d.tokens, rest = append(d.tokens, p), rest[size:]
	}
	return nil
}

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

func (d *decoder) decodeRow(y int) error {
	needed := d.needed(y)
	row := d.row
	if y == d.last.Y {
		row = row[:needed]
	}
	if err := d.modes.readRow(row); err != nil {
		return err
	}
	p := &d.tokens[y&(len(d.tokens)-1)]
	var left nonzero
	for x := range d.read(y) {
		mb := &d.row[x]
		whole := mb.luma != modeSubblocks
		inside := false
		if mb.skipped {
			none(whole, &d.above[x], &left)
		} else {
			inside = d.residue.read(p, &d.tokenProbs, &d.quantisers[mb.segment], whole, &d.above[x], &left)
			if p.over() {
				return short("a partition")
			}
		}
		if x < needed {
			d.samples.reconstruct(mb, &d.residue, x, y == 0)
			f := filtered{&d.edges[mb.segment][0], inside}
			if !whole {
				f = filtered{&d.edges[mb.segment][1], true}
			}
			d.filtered[x] = f
		}
		if !mb.skipped {
			d.residue.clear()
		}
	}
	d.finish(y, needed)
	return nil
}

func (d *decoder) finish(y, needed int) {
	s := &d.samples
	planes := [...]*plane{&s.luma, &s.cb, &s.cr}
	for _, p := range planes {
		p.keepLine()
	}
	k, filteredPlanes := between, planes[:]
	if d.simple {
		k, filteredPlanes = within4, planes[:1]
	}
	for x, f := range d.filtered[:needed] {
		if d.level == 0 || f.edges.none {
			continue
		}
		for _, p := range filteredPlanes {
			p.filter(f.edges, k, x, y == 0, f.inside)
		}
	}
	cr := image.Rect(d.rect.Min.X/2, d.rect.Min.Y/2, (d.rect.Max.X+1)/2, (d.rect.Max.Y+1)/2)
	for i, p := range planes {
		dst, stride, r := [...][]byte{d.out.Y, d.out.Cb, d.out.Cr}[i], d.out.CStride, cr
		if i == 0 {
			stride, r = d.out.YStride, d.rect
		}
		end := p.side
		if y == d.last.Y {
			end += tail
		}
		p.copyTo(dst, stride, r, y*p.side-tail, 0, end)
		p.keepTail()
	}
}
