// Package avifcrop decodes AVIF pictures, of sequences the first.
//
// It imports github.com/gen2brain/avif, which runs libavif and libaom as
// WebAssembly, so without cgo: 4.5 MB of program, a third of a second of CPU for
// the first picture of a process, and 0.2 to 0.5 seconds for each million pixels.
// A picture cannot be decoded in part, nor can decoding be interrupted, so
// [MaxPixels] bounds how long it takes.
//
// That package returns memory that was never written where libavif finds an
// error, so the file is looked at first: all that it refers to has to be there.
// What libavif gives up later shows in pixels that nothing was drawn on.
//
// That libavif repeats chroma samples where Pillow's and libjpeg interpolate them, so it
// is interpolated here, in pictures of 8 bits a sample: they are Pillow's to 0.2 levels
// on average, for a fifth more time. Where a colour was cut off at full brightness, a
// pixel may be 30 off.
//
// Built without the tag nodynamic, it loads the system's libavif where there is
// one, and pixels may differ from machine to machine. Such a program refuses AVIF.
//
// The container is that of ISO/IEC 14496-12 and 23008-12 (HEIF).
package avifcrop
