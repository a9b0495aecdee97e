package vp8crop

// steps are the factors of a block's first coefficient and of its others.
type steps [2]int32

// quantiser has the steps of a segment's blocks.
type quantiser struct{ luma, second, chroma steps }

// readQuantisers reads section 9.6's indices and looks up each segment's steps.
func (h *header) readQuantisers(p *partition) (q [segments]quantiser) {
	base := p.number(7)
	lumaDC, secondDC, secondAC, chromaDC, chromaAC := p.change(4), p.change(4), p.change(4), p.change(4), p.change(4)
	for i := range q {
		index := base
		switch {
		case h.relative:
			index += h.quantisers[i]
		case h.segmented:
			index = h.quantisers[i]
		}
		q[i] = quantiser{
			luma:   steps{step(&dcSteps, index+lumaDC), step(&acSteps, index)},
			second: steps{2 * step(&dcSteps, index+secondDC), max(155*step(&acSteps, index+secondAC)/100, 8)},
			chroma: steps{min(step(&dcSteps, index+chromaDC), 132), step(&acSteps, index+chromaAC)},
		}
	}
	return q
}

func step(table *[128]uint16, index int) int32 { return int32(table[min(max(index, 0), 127)]) }
