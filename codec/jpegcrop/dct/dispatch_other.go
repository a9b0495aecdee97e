//go:build !amd64 || purego

package dct

func forward(q *Quantized, src []byte, stride int, f *Factors) (nonzero uint64) {
	return forwardGo(q, src, stride, f)
}

func inverse(b *Block, s *Steps, dst []byte, stride int) {
	inverseGo(b, s, dst, stride)
}
