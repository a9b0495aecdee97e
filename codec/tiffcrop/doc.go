// Package tiffcrop decodes a rectangle of the first picture in a TIFF file.
//
// It imports the standard library, golang.org/x/image/ccitt, and the packages
// jpegcrop, inflate and lzw beside it: bytes in, pixels out. It knows no network, no
// disk and no pipeline, so any program can use it.
//
// A TIFF's pixels lie in strips or tiles. Only those that the rectangle touches
// are decompressed, and of a strip only the rows down to the rectangle's end.
//
// Decode reads classic TIFF and BigTIFF in both byte orders; grey, RGB, palettes and
// CMYK of 1 to 16 bits a sample, with and without alpha, samples together or in
// planes, and both orders of bits; without compression, or with PackBits, LZW,
// Deflate, JPEG, CCITT Group 3 and Group 4. Samples of more than 8 bits are cut to
// the highest 8. Other kinds are [ErrUnsupported], which names them: floating point
// and signed samples, CIE L*a*b*, YCbCr that is not JPEG's, and so on.
//
// The format is that of TIFF 6.0, Adobe's TIFF Technical Note 2 (JPEG), and
// libtiff's BigTIFF.
package tiffcrop
