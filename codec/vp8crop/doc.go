// Package vp8crop decodes a rectangle of a VP8 key frame, the picture in a lossy
// WebP file, without decoding the rest.
//
// It needs no cgo, and imports the standard library and golang.org/x/sys/cpu,
// which tells what the processor can do: bytes in, samples out. It knows no
// container, no network, no disk and no pipeline.
//
// A frame's arithmetic code has no index, and each macroblock is predicted from
// those above and left of it, so all of them down to the rectangle are read,
// and those above and left of its end are reconstructed: of a row one more to
// the right than of the row below, since subblocks are predicted from above
// right. The loop filter needs the same ones, and up to six samples beyond the
// rectangle: it works on what it has changed before, so none of it can be
// left out. What is right of them is read but not reconstructed, and what is
// below is not read. Of the last rows of a frame in several partitions, what is
// right of them is not read either.
//
// VP8 is specified to the bit (RFC 6386), and every sample is that of
// golang.org/x/image/vp8: as it is stored, luma from 16 to 235. What no encoder
// writes and decoders differ on is left to others: [ErrUnsupported]. So are
// frames that are no key frames. The size that the frame may ask to be scaled to
// is ignored.
//
// Data that is missing is an error that wraps [io.ErrUnexpectedEOF], never a
// grey area; what can be seen to be damaged is a [FormatError]. The sizes of all
// partitions are checked. Beyond that, damage goes unseen where what is
// decoded does not need it; and since almost any bits can be decoded, damage to
// the bits themselves shows only where they come to an end too early.
//
// On amd64 with AVX2, the normal loop filter and the inverse transform are
// assembly and take a fifth of the time; elsewhere, and with the build tag
// purego, they are Go. The results are the same to the bit.
//
// Beside the result it takes a copy of the data and a row of macroblocks. The
// caller has to limit the pixels of the rectangle before it calls [Decode].
package vp8crop
