// Package pngcrop decodes a rectangle of a PNG picture without decoding the
// rest.
//
// It imports the standard library and package inflate below it: bytes in,
// pixels out. It knows no network, no disk and no pipeline, so that any program
// that cuts boxes out of pictures can use it.
//
// A PNG's pixels are one deflated stream, row after row, each of which may be
// written as differences from the one above. So whoever wants the last row has to
// inflate all. What can be saved: nothing is inflated below the rectangle,
// no difference is undone to its right, and only the rectangle becomes pixels.
// The rest of the gain is speed: see package inflate. Memory is that of the
// rectangle, three rows down to its right edge, and 130 KB; that of the picture
// is never taken.
//
// Decode reads all colour types and depths, and transparent colours. It leaves
// interlaced pictures to others and returns [ErrUnsupported] for them: the
// caller then takes image/png. The type of the result and every pixel are those
// of image/png.
//
// The chunks of the whole file are checked first, their order and their sums.
// So data that is cut short is an error that wraps [io.ErrUnexpectedEOF] even
// where the rectangle's own data is there, and whatever was changed after the
// picture had been written is a [FormatError]. What a program itself wrote wrong
// may go unseen below the rectangle: a broken stream, too many or too few rows, or
// a wrong Adler-32 sum, which is that of all rows. A rectangle that reaches the
// last row fails for exactly what image/png fails for.
//
// The format is that of the W3C's Portable Network Graphics specification,
// third edition.
package pngcrop
