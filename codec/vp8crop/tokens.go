package vp8crop

// The kinds of block, by which probabilities are kept.
const (
	kindLumaRest = iota // luma whose first coefficient stands in the block of those
	kindSecond          // the first coefficients of a macroblock's luma
	kindChroma
	kindLuma
)

// zigzag is the order in which coefficients stand: RFC 6386, section 13.
var zigzag = [16]uint8{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15}

// positionProbs are the probabilities of one kind of block, by the place of a
// coefficient; that behind the last one is never used.
type positionProbs [17][3][11]uint8

// bands is the band of each place: section 13.3.
var bands = [17]uint8{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7}

func (t *tokenProbs) byPosition() (p [4]positionProbs) {
	for kind := range p {
		for i, band := range bands {
			p[kind][i] = t[kind][band]
		}
	}
	return p
}

// extra has the probabilities of the further bits of large values, and the
// least value of each kind: section 13.2.
var extra = [4]struct {
	probs []uint8
	least int32
}{
	{[]uint8{173, 148, 140}, 11},
	{[]uint8{176, 155, 140, 135}, 19},
	{[]uint8{180, 157, 141, 134, 130}, 35},
	{[]uint8{254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}, 67},
}

// block reads the tokens of a block from its coefficient first on, into out,
// dequantised. It returns where they end: first, if there are none.
//
// The state of the decoder is passed and returned by value, to be in registers.
func (p *partition) block(w window, probs *positionProbs, context, first int, q *steps, out *[16]int16) (window, int) {
	i := first
	at := &probs[i][context]
	for {
		if w.value&enoughFour == 0 {
			w = p.fill(w)
		}
		var bit bool
		if w, bit = w.read(at[0]); !bit {
			return w, i
		}
		for {
			if w, bit = w.read(at[1]); bit {
				break
			}
			if i++; i == 16 {
				return w, 16
			}
			at = &probs[i][0]
			if w.value&enoughFour == 0 {
				w = p.fill(w)
			}
		}
		value := int32(1)
		next := &probs[i+1]
		if w, bit = w.read(at[2]); bit {
			w, value = p.large(w, at)
			at = &next[2]
		} else {
			at = &next[1]
		}
		var minus int32
		w, minus = w.sign()
		out[zigzag[i&15]] = int16(((value ^ minus) - minus) * q[min(i, 1)])
		if i++; i == 16 {
			return w, 16
		}
	}
}

// large reads the rest of a token for a value of 2 or more, but for its sign.
func (p *partition) large(w window, at *[11]uint8) (window, int32) {
	if w.value&enoughSix == 0 {
		w = p.fill(w)
	}
	var bit, low bool
	if w, bit = w.read(at[3]); !bit {
		if w, bit = w.read(at[4]); !bit {
			return w, 2
		}
		w, bit = w.read(at[5])
		return w, 3 + one(bit)
	}
	if w, bit = w.read(at[6]); !bit {
		if w, bit = w.read(at[7]); !bit {
			w, bit = w.read(159)
			return w, 5 + one(bit)
		}
		w, bit = w.read(165)
		w, low = w.read(145)
		return w, 7 + 2*one(bit) + one(low)
	}
	w, bit = w.read(at[8])
	w, low = w.read(at[9+one(bit)])
	return p.huge(w, 2*one(bit)+one(low))
}

// huge reads the further bits of a value of one of the larger kinds.
func (p *partition) huge(w window, kind int32) (window, int32) {
	value := int32(0)
	for _, prob := range extra[kind&3].probs {
		if w.value&enoughFour == 0 {
			w = p.fill(w)
		}
		var bit bool
		w, bit = w.read(prob)
		value = 2*value + one(bit)
	}
	return w, extra[kind&3].least + value
}

func one(bit bool) int32 {
	if bit {
		return 1
	}
	return 0
}
