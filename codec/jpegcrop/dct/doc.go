// Package dct has the two transforms of JPEG, of blocks of 8x8: from
// coefficients to samples, with dequantization, and from samples to
// coefficients, with quantization.
//
// The inverse is that of Loeffler, Ligtenberg and Moschytz ("Practical fast 1-D DCT
// algorithms with 11 multiplications", 1989), in 32-bit integers, with the
// precision and the rounding that libjpeg has by default: the samples are the
// same. The forward one is that of Arai, Agui and Nakajima ("A fast DCT-SQ scheme
// for images", 1988), in 32-bit floating point. What that leaves out of each
// coefficient is in the factors by which it is quantised.
//
// On amd64 with AVX2 they are assembly, eight rows or columns at a time, and take a
// fifth of the time; elsewhere, and with the build tag purego, they are Go. The
// results are the same to the bit, whatever computes them: the operations are
// the same in the same order, and each is rounded by itself, none fused with
// another.
//
// It imports the standard library and golang.org/x/sys/cpu, which tells what the
// processor can do.
package dct
