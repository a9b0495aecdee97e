package jpegcrop

import (
	"image"
	"io"
)

// scan is one pass over the blocks of some components.
type scan struct {
	comps  []scanComponent
	units  []unit          // the blocks of an MCU in their order
	single bool            // of one component: an MCU is a block
	width  int             // of the picture, in MCUs
	height int             // as far down as it has to be read, in MCUs
	need   image.Rectangle // the MCUs that the rectangle touches

	// Of a progressive picture: T.81, G.1.1.1.
	first, last int  // the band of coefficients, in zigzag order
	high, low   uint // the bit positions before and after

	eobRun int // blocks whose band has ended: T.81, G.1.2.2
}

type scanComponent struct {
	index  int // in the frame
	dc, ac *huffTable
	pred   int // the last DC coefficient
	limit  int // what pred should not exceed
	beyond int // negative once it has
}

// unit is a block of an MCU.
type unit struct {
	comp *scanComponent
	x, y int // within the MCU, in blocks
}

// readScanHeader reads a start-of-scan segment: T.81, B.2.3.
func (d *decoder) readScanHeader(body []byte) (*scan, error) {
	if len(body) < 6 || len(body) != 4+2*int(body[0]) || int(body[0]) > len(d.frame.comps) {
		return nil, FormatError("the scan header has a wrong length")
	}
	s := &scan{last: 63, single: body[0] == 1}
	for spec := body[1 : len(body)-3]; len(spec) > 0; spec = spec[2:] {
		c, err := d.scanComponent(spec[0], spec[1]>>4, spec[1]&15)
		if err != nil {
			return nil, err
		}
		for _, other := range s.comps {
			if other.index == c.index {
				return nil, FormatError("a scan has a component twice")
			}
		}
		s.comps = append(s.comps, c)
	}
	if d.frame.progressive {
		b := body[len(body)-3:]
		s.first, s.last, s.high, s.low = int(b[0]), int(b[1]), uint(b[2]>>4), uint(b[2]&15)
		if err := s.checkBand(); err != nil {
			return nil, err
		}
	}
	return s, d.layOut(s)
}

func (d *decoder) scanComponent(id, dc, ac byte) (scanComponent, error) {
	if dc > 3 || ac > 3 {
		return scanComponent{}, FormatError("a scan names an invalid Huffman table")
	}
	for i, c := range d.frame.comps {
		if c.id == id {
			return scanComponent{index: i, dc: d.table(dcClass, dc), ac: d.table(acClass, ac)}, nil
		}
	}
	return scanComponent{}, FormatError("a scan has a component that the frame has not")
}

func (s *scan) checkBand() error {
	switch {
	case s.last > 63 || s.first > s.last || s.first == 0 && s.last != 0:
		return FormatError("a scan has invalid spectral bounds")
	case s.first > 0 && !s.single:
		return FormatError("a scan has AC coefficients of several components")
	case s.low > 13 || s.high != 0 && s.high != s.low+1:
		return FormatError("a scan has invalid bit positions")
	}
	return nil
}

// layOut derives which blocks the scan has, and which of them matter.
func (d *decoder) layOut(s *scan) error {
	f := &d.frame
	if s.single {
		c := &f.comps[s.comps[0].index]
		s.units = []unit{{comp: &s.comps[0]}}
		s.width, s.need = c.blocks.X, c.need.Intersect(image.Rectangle{Max: c.blocks})
		s.height = d.rows(c)
		return nil
	}
	for i := range s.comps {
		c := &f.comps[s.comps[i].index]
		for y := range c.v {
			for x := range c.h {
				s.units = append(s.units, unit{&s.comps[i], x, y})
			}
		}
	}
	if len(s.units) > 10 {
		return FormatError("an MCU has more than ten blocks")
	}
	s.width = ceilDiv(f.width, 8*f.h)
	for i := range s.comps {
		c := &f.comps[s.comps[i].index]
		n := c.need
		s.need = s.need.Union(image.Rect(n.Min.X/c.h, n.Min.Y/c.v, ceilDiv(n.Max.X, c.h), ceilDiv(n.Max.Y, c.v)))
	}
	s.height = s.need.Max.Y
	if d.toEnd {
		s.height = ceilDiv(f.height, 8*f.v)
	}
	return nil
}

// rows returns how many rows of a component's blocks have to be read.
func (d *decoder) rows(c *component) int {
	if d.toEnd {
		return c.blocks.Y
	}
	return c.need.Max.Y
}

// tablesDefined tells whether the picture has the tables that the scan names.
func (s *scan) tablesDefined(progressive bool) bool {
	dc := !progressive || s.first == 0 && s.high == 0
	ac := !progressive || s.first > 0
	for _, c := range s.comps {
		if dc && c.dc == nil || ac && c.ac == nil {
			return false
		}
	}
	return true
}

// coder decodes the blocks of a scan from the segment that has been loaded.
type coder interface {
	skip(mcus int) error         // passes over MCUs outside the rectangle
	decode(at image.Point) error // decodes the MCU at that place
	restart()
}

// walk takes a coder over the scan, as far down as the rectangle reaches.
func (d *decoder) walk(s *scan, c coder) error {
	total := s.width * s.height
	step := total
	if d.restartInterval > 0 {
		step = d.restartInterval
	}
	for at := 0; at < total; at += step {
		if at > 0 {
			if err := d.passRestart(at/step - 1); err != nil {
				return err
			}
			c.restart()
		}
		d.scratch.segment = d.bits.load(&d.in, d.scratch.segment)
		to := min(at+step, total)
		err := d.walkSegment(s, c, at, to)
		if d.bits.overrun() || err != nil && d.bits.atEnd() {
			return d.short()
		}
		if err != nil {
			return err
		}
		if d.suspect && d.bits.surplus() {
			return FormatError("a scan has more data than blocks")
		}
	}
	d.strayRun = d.strayRun || s.eobRun > 0
	return d.checkRange(s)
}

// walkSegment takes a coder over MCUs from one number up to another.
func (d *decoder) walkSegment(s *scan, c coder, at, to int) error {
	for at < to {
		p := image.Pt(at%s.width, at/s.width)
		if p.In(s.need) {
			if err := c.decode(p); err != nil {
				return err
			}
			at++
			continue
		}
		next := p.Y*s.width + s.need.Min.X
		if p.Y < s.need.Min.Y {
			next = s.need.Min.Y*s.width + s.need.Min.X
		} else if p.X >= s.need.Min.X {
			next += s.width
		}
		next = min(next, to)
		if err := c.skip(next - at); err != nil {
			return err
		}
		at = next
	}
	return nil
}

// passRestart reads the restart marker of a number: T.81, E.2.4.
func (d *decoder) passRestart(n int) error {
	rest := d.in.data[d.in.pos:]
	for len(rest) > 1 && rest[0] == 0xff && rest[1] == 0xff {
		rest = rest[1:]
	}
	if len(rest) < 2 {
		return io.ErrUnexpectedEOF
	}
	if rest[1] != rst0+byte(n&7) {
		return FormatError("a restart marker is missing")
	}
	d.in.pos = len(d.in.data) - len(rest) + 2
	return nil
}

// short returns the error for a scan that ends before its last block: cut
// short if the picture's end is missing too.
func (d *decoder) short() error {
	for {
		code, err := d.in.marker()
		if err != nil {
			return err
		}
		if code == eoi {
			return FormatError("a scan ends early")
		}
	}
}

// plausible tells whether the rest of the data can hold the blocks of a scan
// at so many bits each, before anything of the picture's size is allocated.
func (d *decoder) plausible(s *scan, bits int) bool {
	return s.width*s.height*len(s.units)*bits <= 8*len(d.in.data[d.in.pos:])
}
