//go:build !amd64 || purego

package vp8crop

// filter filters a macroblock's edges by the normal filter, in all planes.
func (s *samples) filter(e *edges, x int, top, inside bool) { s.filterGo(e, x, top, inside) }

// add adds the inverse cosine transform of a block to the samples at dst.
// Sums that 32 bits cannot hold, which no encoder writes, wrap.
func add(in *[16]int16, dst []byte, stride int) { addGo(in, dst, stride) }
