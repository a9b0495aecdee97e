package vp8crop

import "encoding/binary"

// samples are the planes of a row of macroblocks.
type samples struct{ luma, cb, cr plane }

func newSamples(count int) samples {
	return samples{newPlane(16, count), newPlane(8, count), newPlane(8, count)}
}

func (s *samples) planes() [3]*plane { return [...]*plane{&s.luma, &s.cb, &s.cr} }

// keepLines keeps each plane's last line for the prediction of the next row.
func (s *samples) keepLines() {
	for _, p := range s.planes() {
		p.keepLine()
	}
}

// reconstruct predicts a macroblock and adds its residue.
func (s *samples) reconstruct(mb *macroblock, r *residue, x int, top bool) {
	if mb.luma == modeSubblocks {
		s.luma.predictSubblocks(mb, r, x)
	} else {
		s.luma.predict(mb.luma, x, top)
		at := s.luma.offset(x)
		for i := range firstChroma {
			s.luma.add(r, i, at+i>>2*4*s.luma.stride+i&3*4)
		}
	}
	for c, p := range [...]*plane{&s.cb, &s.cr} {
		p.predict(mb.chroma, x, top)
		at := p.offset(x)
		for i := range 4 {
			p.add(r, firstChroma+4*c+i, at+i>>1*4*p.stride+i&1*4)
		}
	}
}

// predictSubblocks predicts each subblock of luma by itself, from those before
// it with their residue. What is above and right of those in the last column is
// for all of them what stands above the macroblock.
func (p *plane) predictSubblocks(mb *macroblock, r *residue, x int) {
	at := p.offset(x)
	above := p.above[margin+16*x-1:][:1+16+4]
	beyond := uint64(binary.LittleEndian.Uint32(above[17:])) << 32
	for i, mode := range mb.subblocks {
		column := 4 * (i & 3)
		from := at + i>>2*4*p.stride + column
		line := above[column:]
		if i > 3 {
			line = p.pix[from-p.stride-1:]
		}
		next := binary.LittleEndian.Uint64(line[1:])
		if column == 12 {
			next = next&0xffffffff | beyond
		}
		predictSubblock(mode, p.pix, from, p.stride, line[0], next)
		p.add(r, i, from)
	}
}

// add adds a block of the residue to the samples at an offset.
func (p *plane) add(r *residue, block, at int) {
	switch values := &r.values[block]; {
	case r.ends[block] > 1:
		add(values, r.ends[block], p.pix[at:], p.stride)
	case values[0] != 0:
		addDC(values[0], p.pix[at:], p.stride)
	}
}
