// Package resample scales planes of 8-bit samples. It is pure: it imports the
// standard library only, and knows no picture format.
//
// The filter is Catmull-Rom, the cubic with a = -0.5 that is Pillow's BICUBIC
// and so the usual preprocessing of vision models. It widens with the factor,
// so that scaling down does not alias, and is cut at the plane's edges.
//
// All arithmetic is in integers, the weights' own computation too, so that
// every CPU architecture gives the same samples. Both passes work on two
// samples at once, in the halves of 64 bits: sums of products are the same
// whether the halves are added apart or together, as long as none overflows.
//
// A [Filter] serves one axis. It places the samples of both sides in a common
// space, the pixels of a crop, so that chroma planes, and planes that a decoder
// has reduced, are scaled without a shift.
package resample
