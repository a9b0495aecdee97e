package vp8crop

import "math/rand/v2"

// boolEncoder writes what a partition reads: RFC 6386, section 7.3.
type boolEncoder struct {
	out    []byte
	size   uint32
	bottom uint32
	left   int // bits until a byte is complete
}

func newBoolEncoder() *boolEncoder { return &boolEncoder{size: 255, left: 24} }

func (e *boolEncoder) carry() {
	i := len(e.out) - 1
	for ; e.out[i] == 255; i-- {
		e.out[i] = 0
	}
	e.out[i]++
}

func (e *boolEncoder) bit(prob uint8, bit bool) {
	split := 1 + (e.size-1)*uint32(prob)>>8
	if bit {
		e.bottom += split
		e.size -= split
	} else {
		e.size = split
	}
	for ; e.size < 128; e.size <<= 1 {
		if e.bottom&(1<<31) != 0 {
			e.carry()
		}
		e.bottom <<= 1
		if e.left--; e.left == 0 {
			e.out = append(e.out, byte(e.bottom>>24))
			e.bottom &= 1<<24 - 1
			e.left = 8
		}
	}
}

func (e *boolEncoder) flag(bit bool) { e.bit(even, bit) }

func (e *boolEncoder) number(n, bits int) {
	for i := bits - 1; i >= 0; i-- {
		e.flag(n>>i&1 != 0)
	}
}

func (e *boolEncoder) change(n, bits int) {
	e.flag(n != 0)
	if n != 0 {
		e.number(max(n, -n), bits)
		e.flag(n < 0)
	}
}

// flush returns all that was written.
func (e *boolEncoder) flush() []byte {
	for range 32 {
		e.flag(false)
	}
	return e.out
}

// randomFrame returns a key frame of w by h pixels and random settings, whose
// macroblocks are of random bits.
func randomFrame(dice *rand.Rand, w, h int) []byte {
	e := newBoolEncoder()
	sometimes := func() bool { return dice.IntN(3) == 0 }
	between := func(low, high int) int { return low + dice.IntN(high-low+1) }
	e.flag(sometimes())
	e.flag(sometimes())
	segmented, mapped := sometimes(), sometimes()
	if e.flag(segmented); segmented {
		e.flag(mapped)
		settings := !sometimes()
		if e.flag(settings); settings {
			e.flag(sometimes())
			for range segments {
				e.change(between(-127, 127)*dice.IntN(2), 7)
			}
			for range segments {
				e.change(between(-63, 63)*dice.IntN(2), 6)
			}
		}
		for i := 0; mapped && i < segments-1; i++ {
			known := !sometimes()
			if e.flag(known); known {
				e.number(dice.IntN(256), 8)
			}
		}
	}
	e.flag(sometimes())
	e.number([]int{0, 1, between(0, 63), between(0, 63), 63}[dice.IntN(5)], 6)
	e.number(between(0, 7)*dice.IntN(2), 3)
	deltas, updated := sometimes(), !sometimes()
	if e.flag(deltas); deltas {
		if e.flag(updated); updated {
			for range 8 {
				e.change(between(-63, 63)*dice.IntN(2), 6)
			}
		}
	}
	count := dice.IntN(4)
	e.number(count, 2)
	e.number(between(0, 127), 7)
	for range 5 {
		e.change(between(-15, 15)*dice.IntN(2), 4)
	}
	e.flag(sometimes())
	rare := dice.IntN(20)
	for i := range updateProbs {
		for j := range updateProbs[i] {
			for k := range updateProbs[i][j] {
				for _, prob := range updateProbs[i][j][k] {
					change := rare == 0 && sometimes()
					if e.bit(prob, change); change {
						e.number(dice.IntN(256), 8)
					}
				}
			}
		}
	}
	skips := sometimes()
	if e.flag(skips); skips {
		e.number(dice.IntN(256), 8)
	}
	mbs := (w + 15) / 16 * ((h + 15) / 16)
	for range mbs * 120 {
		e.flag(dice.IntN(2) == 0)
	}
	first := e.flush()
	frame := []byte{
		byte(between(0, 3)<<1|1<<4) | byte(len(first)&7<<5), byte(len(first) >> 3), byte(len(first) >> 11),
		0x9d, 0x01, 0x2a, byte(w), byte(w >> 8), byte(h), byte(h >> 8),
	}
	frame = append(frame, first...)
	return append(frame, randomPartitions(dice, 1<<count, mbs*800)...)
}

// randomPartitions returns partitions of some bytes each, and their sizes. Some
// are of few bits of 1, so that values are small.
func randomPartitions(dice *rand.Rand, count, size int) []byte {
	var sizes, all []byte
	mask := byte(255)
	if dice.IntN(2) == 0 {
		mask = byte(dice.IntN(256) & dice.IntN(256))
	}
	for i := range count {
		if i < count-1 {
			sizes = append(sizes, byte(size), byte(size>>8), byte(size>>16))
		}
		for range size {
			all = append(all, byte(dice.IntN(255))&mask)
		}
	}
	return append(sizes, all...)
}
