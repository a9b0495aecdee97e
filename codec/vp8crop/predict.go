package vp8crop

import "encoding/binary"

// every is a byte of 1 in every lane.
const every = 0x0101010101010101

// predict predicts the macroblock at x of this plane as a whole: RFC 6386,
// sections 12.2 and 12.3.
func (p *plane) predict(mode uint8, x int, top bool) {
	at := p.offset(x)
	above := p.above[margin+p.side*x-1:][:p.side+1]
	switch mode {
	case modeDC:
		p.fill(at, p.mean(at, above[1:], x == 0, top))
	case modeTM:
		p.predictTM(at, above)
	case modeV:
		for i := range p.side {
			copy(p.pix[at+i*p.stride:], above[1:])
		}
	case modeH:
		for i := range p.side {
			line := p.pix[at+i*p.stride-1:]
			v := uint64(line[0]) * every
			for j := 0; j < p.side; j += 8 {
				binary.LittleEndian.PutUint64(line[1+j:], v)
			}
		}
	}
}

// mean is of the samples above and left, as far as they are in the picture.
func (p *plane) mean(at int, above []byte, first, top bool) uint8 {
	sum, count := 0, 0
	if !top {
		for _, v := range above {
			sum += int(v)
		}
		count += p.side
	}
	if !first {
		for i := range p.side {
			sum += int(p.pix[at+i*p.stride-1])
		}
		count += p.side
	}
	if count == 0 {
		return 128
	}
	return uint8((sum + count/2) / count)
}

func (p *plane) fill(at int, v uint8) {
	for i := range p.side {
		line := p.pix[at+i*p.stride:][:p.side]
		for j := 0; j < len(line); j += 8 {
			binary.LittleEndian.PutUint64(line[j:], uint64(v)*every)
		}
	}
}

// predictTM continues the slope of what is above from each sample at the left.
func (p *plane) predictTM(at int, above []byte) {
	corner := int32(above[0])
	above = above[1:]
	for i := range p.side {
		line := p.pix[at+i*p.stride-1:][:len(above)+1]
		slope := int32(line[0]) - corner
		line = line[1:]
		for j, v := range above {
			line[j] = clamp(int32(v) + slope)
		}
	}
}
