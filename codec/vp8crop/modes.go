package vp8crop

// The modes of prediction. The first four are those of whole macroblocks, too.
const (
	modeDC        = iota // the mean of what is above and left
	modeTM               // left and above, less the corner ("true motion")
	modeV                // what is above
	modeH                // what is left
	modeLD               // the diagonals: left and down
	modeRD               // right and down
	modeVR               // vertical, to the right
	modeVL               // vertical, to the left
	modeHD               // horizontal, down
	modeHU               // horizontal, up
	modeSubblocks        // each subblock of luma has its own
)

// macroblock is what stands in the first partition for one.
type macroblock struct {
	segment      uint8
	skipped      bool // there are no coefficients
	luma, chroma uint8
	subblocks    [16]uint8 // only with modeSubblocks
}

// modeReader reads the modes of a frame's macroblocks, row by row: section 11.
type modeReader struct {
	header *header
	part   partition
	above  []uint8 // the modes of the subblocks above, four a macroblock
}

// readRow reads the modes of a row, or of its first macroblocks.
func (r *modeReader) readRow(row []macroblock) error {
	var left [4]uint8
	for x := range row {
		r.readOne(&row[x], (*[4]uint8)(r.above[4*x:]), &left)
	}
	if r.part.over() {
		return short("the first partition")
	}
	return nil
}

func (r *modeReader) readOne(mb *macroblock, above, left *[4]uint8) {
	h, p := r.header, &r.part
	mb.segment, mb.skipped = 0, false
	if h.segmentMap {
		mb.segment = readSegment(p, &h.segmentRead)
	}
	if h.skips {
		mb.skipped = p.bit(h.skipProb)
	}
	mb.luma = readLuma(p)
	if mb.luma == modeSubblocks {
		readSubblocks(p, &mb.subblocks, above, left)
	} else {
		all := [4]uint8{mb.luma, mb.luma, mb.luma, mb.luma}
		*above, *left = all, all
	}
	mb.chroma = readChroma(p)
}

func readSegment(p *partition, probs *[segments - 1]uint8) uint8 {
	if p.bit(probs[0]) {
		return choose(p, probs[2], 2, 3)
	}
	return choose(p, probs[1], 0, 1)
}

func readLuma(p *partition) uint8 {
	switch {
	case !p.bit(145):
		return modeSubblocks
	case p.bit(156):
		return choose(p, 128, modeH, modeTM)
	}
	return choose(p, 163, modeDC, modeV)
}

func readChroma(p *partition) uint8 {
	switch {
	case !p.bit(142):
		return modeDC
	case !p.bit(114):
		return modeV
	}
	return choose(p, 183, modeH, modeTM)
}

// choose returns one of two values by the next bit.
func choose(p *partition, prob uint8, zero, one uint8) uint8 {
	if p.bit(prob) {
		return one
	}
	return zero
}

func readSubblocks(p *partition, modes *[16]uint8, above, left *[4]uint8) {
	w := p.w
	for i := range modes {
		x, y := i&3, i>>2
		var mode uint8
		w, mode = p.subblock(w, &subblockProbs[above[x]][left[y]])
		modes[i], above[x], left[y] = mode, mode, mode
	}
	p.w = w
}

// subblock walks down section 11.2's tree.
func (p *partition) subblock(w window, probs *[9]uint8) (window, uint8) {
	if w.value&enoughFour == 0 {
		w = p.fill(w)
	}
	var bit bool
	if w, bit = w.read(probs[0]); !bit {
		return w, modeDC
	}
	if w, bit = w.read(probs[1]); !bit {
		return w, modeTM
	}
	if w, bit = w.read(probs[2]); !bit {
		return w, modeV
	}
	if w, bit = w.read(probs[3]); !bit {
		return p.rightward(w, probs)
	}
	if w.value&enoughFour == 0 {
		w = p.fill(w)
	}
	if w, bit = w.read(probs[6]); !bit {
		return w, modeLD
	}
	if w, bit = w.read(probs[7]); !bit {
		return w, modeVL
	}
	if w, bit = w.read(probs[8]); !bit {
		return w, modeHD
	}
	return w, modeHU
}

// rightward is the branch of the tree that has most of the modes to the right.
func (p *partition) rightward(w window, probs *[9]uint8) (window, uint8) {
	if w.value&enoughFour == 0 {
		w = p.fill(w)
	}
	var bit bool
	if w, bit = w.read(probs[4]); !bit {
		return w, modeH
	}
	if w, bit = w.read(probs[5]); !bit {
		return w, modeRD
	}
	return w, modeVR
}
