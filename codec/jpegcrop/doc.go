// Package jpegcrop decodes a rectangle of a JPEG picture without decoding the
// rest, encodes crops as baseline JPEG, and crops losslessly by taking a
// picture's compressed blocks over.
//
// It needs no cgo and imports the standard library and package dct below it:
// bytes in, samples out, and back. It knows no network, no disk and no pipeline,
// so that any program that cuts boxes out of photos can use it.
//
// A JPEG's entropy-coded data has no index: whoever wants the last row has to
// walk over every bit before it. What can be saved is all the rest, and that
// is most of the work. Outside the rectangle the decoder only walks: several
// Huffman codes at a time, keeping no coefficients. Only the 8x8 blocks that
// the rectangle touches are dequantised and transformed, and below its last
// row nothing is read but the markers.
//
// Decode and DecodeConfig read 8-bit baseline, extended sequential and
// progressive Huffman pictures: grey, YCbCr, RGB, CMYK and YCCK, with any sampling
// factors. They recognise every other kind and return [ErrUnsupported]. Every
// sample, and with [DecodeOptions].FullChroma every pixel, is the one that
// libjpeg-turbo makes by default, and so Pillow, OpenCV and browsers. The
// exception is progressive pictures that lack scans, whose blocks these smooth.
//
// Decode also gives a half, a quarter or an eighth of the size for less, and
// [Lossless] a file of the source's own coefficients. [Encode] writes 4:2:0 or
// 4:4:4, in the Huffman code that is best for each picture: at quality 90 that
// takes a fifth off photos of 64 pixels square, 3% at 256 and 1% at 480, against
// the usual code, for a tenth more time.
//
// Data that is missing is an error that wraps [io.ErrUnexpectedEOF], never a
// grey area: a picture that is cut short fails even where the rectangle's own data
// is there. If only the end marker is missing it is decoded.
//
// Damage that a decoder can see is a [FormatError]. Above and within the rectangle
// that is an impossible code, a restart marker out of order, too little data, or a
// brightness that no samples have. Damage below the rectangle is not looked for. Some
// damage above it stays unseen, too, if the decoder finds back into step by chance;
// in a trial this was so of one in seven crops that it changed visibly. To find more, every
// scan would have to be read to its end, for a third more time.
//
// The caller has to limit the pixels of the rectangle before it calls Decode.
//
// The formats are those of ITU-T T.81 (JPEG), T.871 (JFIF) and of Adobe's
// APP14 marker.
package jpegcrop
