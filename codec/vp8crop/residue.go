package vp8crop

// nonzero has, for a macroblock's right or lower edge, which blocks have
// coefficients: four of luma, two of each chroma, and the one of first
// coefficients. Those are the contexts of what follows.
type nonzero [9]uint8

// The blocks of a macroblock: 16 of luma, 4 of each chroma, and the one of
// the luma's first coefficients.
const (
	firstChroma = 16
	second      = 24
	blocks      = 25
)

// residue has a macroblock's coefficients; all are 0 between macroblocks.
type residue struct {
	values [blocks][16]int16
	ends   [blocks]uint8 // behind each block's last coefficient
}

// read reads the coefficients of a macroblock, which whole says is predicted as
// one. It reports whether there are any, so that edges within it are filtered.
func (r *residue) read(p *partition, probs *[4]positionProbs, q *quantiser, whole bool, above, left *nonzero) bool {
	w, kind, first, found := p.w, kindLuma, 0, 0
	if whole {
		var end int
		w, end = p.block(w, &probs[kindSecond], int(above[8]+left[8]), 0, &q.second, &r.values[second])
		above[8] = min(uint8(end), 1)
		left[8] = above[8]
		r.ends[second] = uint8(end)
		kind, first = kindLumaRest, 1
	}
	for i := range firstChroma {
		var end int
		a, l := &above[i&3], &left[i>>2]
		w, end = p.block(w, &probs[kind], int(*a+*l), first, &q.luma, &r.values[i])
		*a = 0
		if end > first {
			*a = 1
		}
		*l = *a
		r.ends[i] = uint8(end)
		found |= end - first
	}
	for i := firstChroma; i < second; i++ {
		var end int
		plane := 4 + (i-firstChroma)>>2<<1
		a, l := &above[plane+i&1], &left[plane+i>>1&1]
		w, end = p.block(w, &probs[kindChroma], int(*a+*l), 0, &q.chroma, &r.values[i])
		*a = min(uint8(end), 1)
		*l = *a
		r.ends[i] = uint8(end)
		found |= end
	}
	p.w = w
	if whole {
		found |= r.spread()
	}
	return found != 0
}

// none notes that a macroblock has no coefficients. What that means for the
// block of first coefficients is left to macroblocks that have one.
func none(whole bool, above, left *nonzero) {
	a, l := above[8], left[8]
	*above, *left = nonzero{}, nonzero{}
	if !whole {
		above[8], left[8] = a, l
	}
}

// clear sets all to 0.
func (r *residue) clear() {
	for i, end := range r.ends {
		if end > 0 {
			r.values[i] = [16]int16{}
		}
	}
	r.ends = [blocks]uint8{}
}
