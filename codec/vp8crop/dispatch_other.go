//go:build !amd64 || purego

package vp8crop

// filter filters a macroblock's edges by the normal filter, in all planes.
func (s *samples) filter(e *edges, x int, top, inside bool) { s.filterGo(e, x, top, inside) }

// add adds the inverse cosine transform of a block, whose coefficients come to
// an end in the order of the tokens at end, to the samples at dst.
// Sums that 32 bits cannot hold, which no encoder writes, wrap.
func add(in *[16]int16, end uint8, dst []byte, stride int) { addGo(in, end, dst, stride) }
