//go:build !purego

package dct

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

func forward(q *Quantized, src []byte, stride int, f *Factors) (nonzero uint64) {
	if hasAVX2 {
		return forwardAVX2(q, &src[0], stride, f)
	}
	return forwardGo(q, src, stride, f)
}

func inverse(b *Block, s *Steps, dst []byte, stride int) {
	if hasAVX2 {
		inverseAVX2(b, s, &dst[0], stride)
		return
	}
	inverseGo(b, s, dst, stride)
}

//go:noescape
func inverseAVX2(b *Block, s *Steps, dst *byte, stride int)

//go:noescape
func forwardAVX2(q *Quantized, src *byte, stride int, f *Factors) (nonzero uint64)
