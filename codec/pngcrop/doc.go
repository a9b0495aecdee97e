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
// Decode reads all colour types and depths, transparent colours, and interlaced
// pictures, of which it has to inflate everything. The type of the result and every
// pixel are those of image/png, for every picture that image/png takes.
//
// It takes more. As libpng does, and so the browsers, it ignores chunks that nobody
// has to understand and whose checksum is wrong, palettes and transparent colours
// where they mean nothing, colours that no pixel can name, and data behind the last
// row. It takes a file without its end if all pixels and their Adler-32 sum are
// there.
//
// The chunks of the whole file are checked first, their order and their sums.
// So data that is cut short is an error that wraps [io.ErrUnexpectedEOF] even
// where the rectangle's own data is there, and whatever was changed after the
// picture had been written is a [FormatError]. What a program itself wrote wrong
// may go unseen below the rectangle: a broken stream, too few rows, or a wrong
// Adler-32 sum, which is that of all rows.
//
// The format is that of the W3C's Portable Network Graphics specification,
// third edition.
package pngcrop
