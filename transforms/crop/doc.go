// Package crop cuts a box out of an encoded picture and encodes what it cut.
//
// It is pure: bytes in, bytes out. It may import transforms/reason, the packages
// below it, the standard library's image packages, golang.org/x/image and
// disintegration/imaging, and nothing that knows Beam, the network or a disk; so
// every rule about pictures is tested in milliseconds, without a pipeline.
//
// Decisions:
//
//   - The decoder is chosen by magic bytes from an allow-list, never by
//     image.Decode's registry, which any import can extend.
//   - Dimensions are read, and limited, before anything is decoded: a picture
//     of a few hundred kilobytes may decode to a gigabyte.
//   - The rectangle is computed from the header, before decoding. A box that
//     misses its picture costs no decode.
//   - JPEG, PNG, GIF, WebP, BMP and TIFF are decoded by the rectangle, by the
//     packages of codec/. Lossy WebP with alpha is left to x/image, AVIF to libavif.
//   - What every browser shows is taken, even where a file breaks its format's
//     rules; a picture of which pixels are missing or damaged is not.
//   - A picture of many boxes is decoded once, where that costs less than to
//     walk to each; its crops are the same bytes either way.
//   - JPEG crops that leave as RGB have the very pixels of libjpeg-turbo's
//     defaults, and so of Pillow: what a model is trained on is what it is served.
//   - Damage: a crop never has a grey or an invented area. A picture whose file is
//     cut short fails as truncated, wherever the box is, since a later download may
//     bring the rest; but where only the mark of a JPEG's end is missing, all
//     pixels are there and are taken. Data that contradicts itself above the box's end
//     fails as decode. What is wrong below that is not looked for.
//   - Only the crop is converted to 8-bit RGB, never the whole picture. YCbCr
//     and grey crops are scaled and go to the JPEG encoder as planes, without
//     conversion. The chroma samples at their edges take a share of the ones beyond.
//   - Where the target is much smaller than the box, JPEG is decoded at a half,
//     a quarter or an eighth of its size, and at least a factor of 2 is left to
//     the filter: less is measurably worse.
//   - --encode=source keeps the file of a whole picture as it is, and takes a JPEG's
//     own blocks over for a part of it, so that nothing is lost a second time; the
//     result says where the exact box lies in them. With --resize it is refused
//     rather than ignored.
//   - Transparency is flattened onto white, the background that most web
//     pictures are drawn for.
//   - EXIF orientation is applied unless the options say otherwise: the box
//     refers to the upright picture, is mapped to the stored pixels, and only
//     the crop is turned. So do browsers, in which people draw boxes; so does
//     OpenCV's imread, which most face detectors are fed by; and so does
//     Hugging Face datasets when it decodes. Pillow and torchvision do
//     not unless asked, and for boxes made that way there is "ignore". A
//     model that is trained on faces wants them upright either way.
//   - Colour profiles are not applied, as OpenCV and Pillow do not.
//   - AVIF is decoded by libavif as WebAssembly, whole, within bounds that package
//     avifcrop explains. HEIC is refused: the decoder without cgo is under the LGPL.
//
// Results do not depend on the number of CPUs. JPEG crops are decoded and
// encoded in operations that are rounded one by one, and scaled in integers, and
// are the same on every CPU architecture. So is all else but the scaling of RGB
// crops, which come from other formats: imaging computes it in floating point,
// where another architecture may round a sample differently.
package crop
