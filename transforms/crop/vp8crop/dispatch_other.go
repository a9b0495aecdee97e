//go:build !amd64 || purego

package vp8crop

// filter filters a macroblock's edges by the normal filter, in all planes.
func (s *samples) filter(e *edges, x int, top, inside bool) { s.filterGo(e, x, top, inside) }
