package vp8crop

import (
	"fmt"
	"image"
)

// segments is how many sets of settings a frame may have for its macroblocks.
const segments = 4

// header is what a frame says of itself before its macroblocks: RFC 6386,
// sections 9.2 to 9.11.
type header struct {
	size image.Point // in pixels
	mbs  image.Point // in macroblocks

	segmented   bool
	segmentMap  bool // each macroblock says its segment
	segmentRead [segments - 1]uint8
	relative    bool // the segments' settings are added to the frame's
	quantisers  [segments]int
	levels      [segments]int

	simple    bool // the kind of loop filter
	level     int  // of the loop filter
	sharpness int
	deltas    bool
	refDelta  int // of the level, for all macroblocks of a key frame
	modeDelta int // of the level, for those of subblock modes

	probs    tokenProbs
	skips    bool // a macroblock says whether it has no coefficients
	skipProb uint8
}

// tagSize is how long the data is that is not arithmetically coded: 3 bytes,
// 3 of a start code, and the size.
const tagSize = 10

// readTag reads a frame's size, and where its first partition ends: section 9.1.
func (h *header) readTag(data []byte) (first int, err error) {
	if len(data) < 3 {
		return 0, short("the frame's header")
	}
	if data[0]&1 != 0 {
		return 0, fmt.Errorf("%w: not a key frame", ErrUnsupported)
	}
	if len(data) < tagSize {
		return 0, short("the frame's header")
	}
	if string(data[3:6]) != "\x9d\x01\x2a" {
		return 0, FormatError("no start code")
	}
	h.size = image.Pt(int(data[6])|int(data[7]&0x3f)<<8, int(data[8])|int(data[9]&0x3f)<<8)
	h.mbs = h.size.Add(image.Pt(15, 15)).Div(16)
	first = tagSize + (int(data[0])>>5 | int(data[1])<<3 | int(data[2])<<11)
	if first > len(data) {
		return 0, short("the first partition")
	}
	return first, nil
}

// readSegments reads section 9.3's settings.
func (h *header) readSegments(p *partition) {
	h.segmentRead = [segments - 1]uint8{255, 255, 255}
	if h.segmented = p.flag(); !h.segmented {
		return
	}
	h.segmentMap = p.flag()
	if p.flag() {
		h.relative = !p.flag()
		for i := range h.quantisers {
			h.quantisers[i] = p.change(7)
		}
		for i := range h.levels {
			h.levels[i] = p.change(6)
		}
	}
	if !h.segmentMap {
		return
	}
	for i := range h.segmentRead {
		if p.flag() {
			h.segmentRead[i] = uint8(p.number(8))
		}
	}
}

// readFilter reads section 9.6's settings of the loop filter.
func (h *header) readFilter(p *partition) {
	h.simple = p.flag()
	h.level = p.number(6)
	h.sharpness = p.number(3)
	if h.deltas = p.flag(); !h.deltas || !p.flag() {
		return
	}
	var refs, modes [4]int // of which a key frame needs the first
	for i := range refs {
		refs[i] = p.change(6)
	}
	for i := range modes {
		modes[i] = p.change(6)
	}
	h.refDelta, h.modeDelta = refs[0], modes[0]
}

// readProbs reads what differs from the usual probabilities of tokens, and of
// macroblocks without any: sections 9.9 to 9.11.
func (h *header) readProbs(p *partition) {
	p.flag() // of the probabilities for the next frame
	h.probs = defaultProbs
	for i := range h.probs {
		for j := range h.probs[i] {
			for k := range h.probs[i][j] {
				for l := range h.probs[i][j][k] {
					if p.bit(updateProbs[i][j][k][l]) {
						h.probs[i][j][k][l] = uint8(p.number(8))
					}
				}
			}
		}
	}
	if h.skips = p.flag(); h.skips {
		h.skipProb = uint8(p.number(8))
	}
}

// Size returns the size of the key frame in data, in pixels. Its errors are
// those of Decode.
func Size(data []byte) (image.Point, error) {
	var h header
	_, err := h.readTag(data)
	return h.size, err
}
