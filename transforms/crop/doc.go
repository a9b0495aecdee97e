// Package crop cuts a box out of an encoded picture and encodes what it cut.
//
// It is pure: bytes in, bytes out. It may import transforms/reason, its own
// transforms/crop/jpegcrop, the standard library's image packages,
// golang.org/x/image and disintegration/imaging, and nothing that knows Beam, the network or a disk;
// so every rule about pictures is tested in milliseconds, without a pipeline.
//
// Decisions:
//
//   - The decoder is chosen by magic bytes from an allow-list, never by
//     image.Decode's registry, which any import can extend.
//   - Dimensions are read, and limited, before anything is decoded: a picture
//     of a few hundred kilobytes may decode to a gigabyte.
//   - The rectangle is computed from the header, before decoding. A box that
//     misses its picture costs no decode, and JPEG is decoded by jpegcrop,
//     which transforms only the rectangle's blocks. The standard library takes
//     over the rare kinds that jpegcrop leaves to it, such as CMYK.
//   - Only the crop is converted to 8-bit RGB, never the whole picture. YCbCr
//     and grey crops go to the JPEG encoder as they are.
//   - Transparency is flattened onto white, the background that most web
//     pictures are drawn for.
//   - EXIF orientation is not applied: boxes refer to the stored pixels.
//
// Results do not depend on the number of CPUs. Scaling computes in floating
// point, where another CPU architecture may round a sample differently.
package crop
