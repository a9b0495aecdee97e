// Package dct has the two transforms of JPEG, of blocks of 8x8: from
// coefficients to samples, with dequantization, and from samples to
// coefficients, with quantization.
//
// Both are those of Arai, Agui and Nakajima ("A fast DCT-SQ scheme for images",
// 1988), in 32-bit floating point. What these leave out of each coefficient is
// in the factors by which it is dequantised or quantised.
//
// On amd64 with AVX2 they are assembly, eight columns at a time, and take a
// fifth of the time; elsewhere, and with the build tag purego, they are Go. The
// results are the same to the bit, whatever computes them: the operations are
// the same in the same order, and each is rounded by itself, none fused with
// another.
//
// Blocks are in columns: the coefficient of horizontal frequency u and vertical
// frequency v is at 8*u+v. So a transform needs one transposition, not two.
//
// It imports the standard library and golang.org/x/sys/cpu, which tells what the
// processor can do.
package dct
